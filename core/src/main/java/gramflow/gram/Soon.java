package gramflow.gram;
/** Soon. */
final class Soon {
    private Soon() {
    }
}
