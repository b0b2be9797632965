package gramflow.problem;

/** Quadratic up to the knee, linear beyond. */
record HuberLoss(double knee) implements Loss {
    /** Checks the knee. */
    public HuberLoss {
        if (!(knee > 0)) {
            throw new IllegalArgumentException("Huber's loss: knee " + knee + ", expected a positive number");
        }
    }

    @Override
    public String name() {
        return "huber";
    }

    @Override
    public double value(double z, double y) {
        double r = Math.abs(z - y);
        return r <= knee ? r * r / 2 : knee * (r - knee / 2);
    }

    @Override
    public double derivative(double z, double y) {
        return Math.clamp(z - y, -knee, knee);
    }

    @Override
    public double secondDerivative(double z, double y) {
        return Math.abs(z - y) <= knee ? 1 : 0;
    }

    @Override
    public double curvature() {
        return 1;
    }

    @Override
    public double slope() {
        return knee;
    }
}
