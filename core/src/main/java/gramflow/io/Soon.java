package gramflow.io;
/** Soon. */
final class Soon {
    private Soon() {
    }
}
