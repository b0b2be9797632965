package gramflow.gram;

import gramflow.machine.Progress;

/**
 * The progress of one piece of work among many: it begins nothing of its own.
 *
 * @param whole hears of what is done
 */
record Pieces(Progress whole) implements Progress {
    @Override
    public void advance(double units) {
        whole.advance(units);
    }

    @Override
    public void packed(long begin) {
        whole.packed(begin);
    }

    @Override
    public boolean cancelled() {
        return whole.cancelled();
    }
}
