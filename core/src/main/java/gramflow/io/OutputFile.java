package gramflow.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that is either written whole or not there at all. It grows under another name in the same folder and takes its own on {@link #commit}, at one
 * stroke, in place of whatever had that name; {@link #close} without a commit, or the end of the JVM, leaves nothing behind. What is not a regular
 * file, such as {@code /dev/stdout}, is written to directly.
 *
 * <p>Data reach the file, not necessarily the disk: nothing here waits for it. Not thread-safe.
 */
public final class OutputFile implements AutoCloseable {
    private final Path target;
    private final Path place;
    private final @Nullable Path temporary;
    private final FileChannel channel;

    private OutputFile(Path target, Path place, @Nullable Path temporary, FileChannel channel) {
        this.target = target;
        this.place = place;
        this.temporary = temporary;
        this.channel = channel;
    }

    /**
     * Begins a file.
     *
     * @throws DataException if its folder is missing, it is a folder itself, or may not be written
     * @throws IOException if the machine cannot
     */
    public static OutputFile open(Path target) throws IOException {
        if (Files.isDirectory(target)) {
            throw new DataException(target, "is a folder, expected a file to write");
        }
        boolean exists = Files.exists(target);
        if (exists && !Files.isWritable(target)) {
            throw new DataException(target, "may not be written: permission denied");
        }
        if (exists && !Files.isRegularFile(target)) {
            return new OutputFile(target, target, null, FileChannel.open(target, StandardOpenOption.WRITE));
        }
        // Through a link, the file it leads to is replaced, not the link.
        Path place = exists ? target.toRealPath() : target.toAbsolutePath();
        if (!Files.isDirectory(place.resolveSibling("."))) {
            throw new DataException(target, "no folder " + place.getParent());
        }
        Path temporary = place.resolveSibling(".gramflow-" + UUID.randomUUID() + ".part");
        try {
            FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            temporary.toFile().deleteOnExit();
            return new OutputFile(target, place, temporary, channel);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw new DataException(target, "may not be written: its folder takes no new file").causedBy(e);
        } catch (FileSystemException e) {
            throw new FileSystemException(target.toString(), null, e.getReason());
        }
    }

    /** Whether it can be mapped and written at any position: not so of a pipe or a device. */
    public boolean isRegular() {
        return temporary != null;
    }

    /**
     * Refuses at once what the disk has no room for, rather than filling it first.
     *
     * @throws IOException if fewer than {@code bytes} are free
     */
    void requireSpace(long bytes) throws IOException {
        long free = temporary == null ? Long.MAX_VALUE : Files.getFileStore(temporary).getUsableSpace();
        if (bytes > free) {
            throw new FileSystemException(target.toString(), null, "takes %d bytes, the disk has %d left".formatted(bytes, free));
        }
    }

    /** Where to write; open for reading too if {@link #isRegular}. */
    public FileChannel channel() {
        return channel;
    }

    /** Where to write from the channel's position on. It is not buffered. Closing it closes the file, which cannot be committed then. */
    public OutputStream stream() {
        return Channels.newOutputStream(channel);
    }

    /**
     * Gives the file its name. Nothing can be written any more.
     *
     * @throws IOException if it cannot; {@link #close} then deletes what was written
     */
    public void commit() throws IOException {
        if (!channel.isOpen()) {
            throw new IllegalStateException(target + ": committed or closed already");
        }
        channel.close();
        if (temporary != null) {
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Ends the writing; a file not committed is deleted. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (temporary != null) {
            Files.deleteIfExists(temporary);
        }
    }

    /** The failure to write this file, with its name in it: that of a full disk says only that there is no space. */
    static IOException named(Path file, IOException e) {
        if (e instanceof FileSystemException) {
            return e;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
        named.initCause(e);
        return named;
    }
}
