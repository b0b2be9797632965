package gramflow.blas;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The system's loader of libraries. Where there is a {@code dlopen} it is asked directly, for two reasons: it says why it refuses, and it can bind every
 * symbol at once, so that one that is missing is a refusal now and not the end of the process at the first call. Libraries stay open as long as the process.
 */
final class SystemLoader {
    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");
    /** RTLD_NOW with RTLD_LOCAL, which is 0 on Linux. */
    private static final int NOW_AND_LOCAL = System.getProperty("os.name", "").startsWith("Mac") ? 2 | 4 : 2;
    private static final AddressLayout TEXT = ValueLayout.ADDRESS
            .withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE));
    /** {@code Dl_info}: file name, its address, symbol name, its address. */
    private static final MemoryLayout INFO = MemoryLayout.sequenceLayout(4, TEXT);

    private SystemLoader() {
    }

    /**
     * Opens a library.
     *
     * @param library a path, or a name such as {@code libblis.so.4}, which is looked for where the system keeps libraries
     * @throws LibraryException if the system refuses, with the reason it gives
     */
    static SymbolLookup open(String library) throws LibraryException {
        try (Arena arena = Arena.ofConfined()) {
            if (!WINDOWS) {
                MethodHandle open = function("dlopen",
                        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
                // Looked up now: looking it up afterwards would clear what it has to say.
                MethodHandle error = function("dlerror", FunctionDescriptor.of(TEXT));
                MemorySegment handle = (MemorySegment) open.invokeExact(arena.allocateFrom(library), NOW_AND_LOCAL);
                if (handle.equals(MemorySegment.NULL)) {
                    throw new LibraryException(reason((MemorySegment) error.invokeExact(), library));
                }
            }
            return SymbolLookup.libraryLookup(library, Arena.global());
        } catch (LibraryException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new LibraryException(e.getMessage() == null ? "cannot be opened" : e.getMessage());
        } catch (IllegalCallerException e) {
            throw new LibraryException(
                    "native code is not allowed: start java with --enable-native-access=ALL-UNNAMED (or =gramflow.blas)");
        } catch (Throwable e) {
            throw new LibraryException("cannot be opened: " + e);
        }
    }

    /** What the loader says of its last refusal, without the name that it begins with. */
    private static String reason(MemorySegment text, String library) {
        if (text.equals(MemorySegment.NULL)) {
            return "cannot be opened";
        }
        String line = text.getString(0).lines().findFirst().orElse("cannot be opened");
        return line.startsWith(library + ": ") ? line.substring(library.length() + 2) : line;
    }

    /** Sets a variable in the environment that libraries see. Java's own, which child processes are given, stays as it is. */
    static void setVariable(String name, String value) {
        try (Arena arena = Arena.ofConfined()) {
            int code = WINDOWS
                    ? (int) function("_putenv_s", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                            .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value))
                    : (int) function("setenv",
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                            .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            if (code != 0) {
                throw new IllegalStateException("the system does not set " + name + "=" + value + ", code " + code);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the system does not set " + name + "=" + value, e);
        }
    }

    /** The file that a symbol comes from, where the system can tell. */
    static Optional<String> fileOf(MemorySegment symbol) {
        if (WINDOWS) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO);
            int found = (int) function("dladdr", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                    .invokeExact(symbol, info);
            return found == 0 ? Optional.empty() : Optional.of(info.get(TEXT, 0).getString(0));
        } catch (Throwable e) {
            return Optional.empty();
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
