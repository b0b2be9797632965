package gramflow.bench.command;

import gramflow.gram.FileFormat;
import gramflow.machine.SystemMemory;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say how a matrix goes to a file: its form, and the memory to keep to. */
final class StoreOptions {
    private OptionalLong memory = OptionalLong.empty();

    @Option(names = "--format", paramLabel = "npy|packed", defaultValue = "npy", converter = FormatName.class, description = "npy: all of K, for NumPy and everybody. packed: the lower triangle, half the bytes, for gramflow. Default: npy.")
    private FileFormat format = FileFormat.NPY;

    @Option(names = "--memory", paramLabel = "SIZE", converter = Size.class, description = "Keep the process's resident memory to this much while K goes to a file: 800m, 2g, ... Default: what the machine has left.")
    void setMemory(long bytes) {
        memory = OptionalLong.of(bytes);
    }

    /** The form asked for. */
    FileFormat format() {
        return format;
    }

    /** Whether a limit is asked for. */
    boolean limited() {
        return memory.isPresent();
    }

    /** Bytes of resident memory to keep to. */
    long budget() {
        return memory.orElseGet(() -> SystemMemory.current().available());
    }

    /** Reads {@code 512m}, {@code 1.5g}, {@code 2gb}; k, m, g and t are powers of 1024, as in the JVM's own options. */
    static final class Size implements ITypeConverter<Long> {
        private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([kmgt]?)b?");

        @Override
        public Long convert(String value) {
            Matcher matcher = SIZE.matcher(value.toLowerCase(Locale.ROOT));
            double bytes = matcher.matches()
                    ? Double.parseDouble(matcher.group(1)) * Math.pow(1024, " kmgt".indexOf((matcher.group(2) + " ").charAt(0)))
                    : 0;
            if (bytes < 1 || bytes > Long.MAX_VALUE / 2.0) {
                throw new TypeConversionException("'" + value + "', expected a size such as 800m or 2g");
            }
            return (long) bytes;
        }
    }

    /** Reads {@code npy} and {@code packed}. */
    static final class FormatName implements ITypeConverter<FileFormat> {
        @Override
        public FileFormat convert(String value) {
            return switch (value) {
                case "npy" -> FileFormat.NPY;
                case "packed" -> FileFormat.PACKED;
                default -> throw new TypeConversionException("unknown format '" + value + "', expected npy or packed");
            };
        }
    }
}
