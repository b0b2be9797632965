package gramflow.backend.differential;

/** How the entries of a block lie in memory: every stride a caller can hand in. */
enum Layout {
    /** Row after row. */
    ROWS,
    /** Row after row, with a gap behind each. */
    PADDED_ROWS,
    /** Column after column: the view of a transposed matrix. */
    COLUMNS,
    /** Column after column, with a gap behind each. */
    PADDED_COLUMNS,
    /** Row after row, every second element. */
    SPREAD_ROWS,
    /** Column after column, every third element. */
    SPREAD_COLUMNS,
    /** One row that stands for all: a row stride of 0. For inputs only. */
    ONE_ROW;

    /** Those in which no two entries share memory, so that a result may be written. */
    static final Layout[] WRITABLE = {ROWS, PADDED_ROWS, COLUMNS, PADDED_COLUMNS, SPREAD_ROWS, SPREAD_COLUMNS};

    long rowStride(long rows, long cols) {
        return switch (this) {
            case ROWS -> cols;
            case PADDED_ROWS -> cols + 5;
            case COLUMNS, PADDED_COLUMNS -> 1;
            case SPREAD_ROWS -> 2 * cols + 3;
            case SPREAD_COLUMNS -> 3;
            case ONE_ROW -> 0;
        };
    }

    long colStride(long rows, long cols) {
        return switch (this) {
            case ROWS, PADDED_ROWS, ONE_ROW -> 1;
            case COLUMNS -> rows;
            case PADDED_COLUMNS -> rows + 3;
            case SPREAD_ROWS -> 2;
            case SPREAD_COLUMNS -> 3 * rows + 2;
        };
    }
}
