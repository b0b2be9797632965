package gramflow.bench.command;

import gramflow.machine.SystemMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses work that the machine has no room for, before it begins. */
final class Room {
    private Room() {
    }

    /**
     * Of memory.
     *
     * @param what takes it, for the message
     * @throws ShortageException if there is less
     */
    static void requireMemory(String what, long bytes) {
        long available = SystemMemory.current().available();
        if (bytes > available) {
            throw new ShortageException("%s takes %s of memory, this machine has %s left".formatted(what, Quantity.bytes(bytes),
                    Quantity.bytes(available)));
        }
    }

    /**
     * Of disk, for a file that is written beside the one it replaces.
     *
     * @param what takes it, for the message
     * @throws ShortageException if there is less
     * @throws IOException if the disk cannot be asked
     */
    static void requireDisk(Path file, String what, long bytes) throws IOException {
        Path place = Files.exists(file) ? file : file.toAbsolutePath().getParent();
        long free = Files.getFileStore(place).getUsableSpace();
        if (bytes > free) {
            throw new ShortageException(
                    "%s: %s takes %s, the disk has %s left".formatted(file, what, Quantity.bytes(bytes),
                            Quantity.bytes(free)));
        }
    }
}
