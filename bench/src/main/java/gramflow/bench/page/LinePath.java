package gramflow.bench.page;

import java.util.List;

/** A line through many points, with as few of them as look the same: within a pixel's width, the first, the lowest, the highest and the last. */
final class LinePath {
    private final StringBuilder path = new StringBuilder();
    private boolean broken = true;
    private double column = Double.NaN;
    private double firstX;
    private double lastX;
    private double lastY;
    private double lowest;
    private double highest;
    private boolean lowestIsLater;
    private int inColumn;

    private LinePath() {
    }

    /** The path; it breaks where a point cannot be drawn. */
    static String of(List<Point> points, Plot plot, Scale x, Scale y) {
        LinePath line = new LinePath();
        for (Point p : points) {
            if (plot.canDraw(p)) {
                line.add(x.at(p.x()), y.at(p.y()));
            } else {
                line.endColumn();
                line.broken = true;
            }
        }
        line.endColumn();
        return line.path.toString();
    }

    private void add(double atX, double atY) {
        if (Math.floor(atX) != column) {
            endColumn();
            column = Math.floor(atX);
            firstX = atX;
            lowest = atY;
            highest = atY;
            move(atX, atY);
        } else if (atY > highest) {
            highest = atY;
            lowestIsLater = false;
        } else if (atY < lowest) {
            lowest = atY;
            lowestIsLater = true;
        }
        lastX = atX;
        lastY = atY;
        inColumn++;
    }

    private void endColumn() {
        if (inColumn > 2) {
            move(firstX, lowestIsLater ? highest : lowest);
            move(firstX, lowestIsLater ? lowest : highest);
        }
        if (inColumn > 1) {
            move(lastX, lastY);
        }
        column = Double.NaN;
        inColumn = 0;
    }

    private void move(double atX, double atY) {
        path.append(broken ? 'M' : 'L').append(Drawing.number(atX)).append(' ').append(Drawing.number(atY));
        broken = false;
    }
}
