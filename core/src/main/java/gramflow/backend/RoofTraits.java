package gramflow.backend;

record RoofTraits(int vectorBits, boolean fused, long l1, long l2, long l3, long memory) {
    static RoofTraits here() {
        return new RoofTraits(Integer.getInteger("x.bits", 512), Boolean.parseBoolean(System.getProperty("x.fma", "true")), 48 << 10,
                2 << 20, 480L << 20, 24L << 30);
    }
    long bytesPerThread(MemoryLevel level, int threads) {
        return switch (level) {
            case L1 -> l1 / 2;
            case L2 -> l2 / 2;
            case L3 -> Math.min(4 * l2, l3 / 2 / threads);
            case DRAM -> Math.min(2L << 30, 4 * l3) / threads;
        };
    }
    String note(MemoryLevel level) {
        return "";
    }
}
