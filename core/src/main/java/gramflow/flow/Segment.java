package gramflow.flow;

/** A piece of a path, by dense output. */
interface Segment {

    /** out ← the point at θ of the way in time. */
    void interpolate(double theta, double[] out);

    /** Length of the path from the piece's start to there. */
    double arcLength(double theta);
}
