/**
 * The way in and out: {@code .npy}, {@code .npz}, CSV, LIBSVM and IDX files, each plain or gzipped, to a matrix and its labels, and back to
 * {@code .npy} and {@code .npz}; data made from a seed, and the scaling of rows. What a file says of itself is held against its size before memory is
 * taken, and every refusal is a {@link gramflow.io.DataException} of one line: file, row, column, what was found, what was expected. No arithmetic
 * on the data beyond scaling lives here.
 */
@org.jspecify.annotations.NullMarked
package gramflow.io;
