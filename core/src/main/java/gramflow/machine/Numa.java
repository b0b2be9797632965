package gramflow.machine;

import java.util.List;
import java.util.OptionalLong;

/**
 * Memory that is nearer to some CPUs than to others.
 *
 * @param nodes the nodes; empty if not known, one if all memory is equally near
 */
public record Numa(List<Node> nodes) {

    /**
     * Some CPUs and the memory beside them.
     *
     * @param id number of the node
     * @param cpus its CPUs as the system lists them, such as {@code 0-15,32-47}; may be none
     * @param bytes memory beside them; empty if not known
     */
    public record Node(int id, String cpus, OptionalLong bytes) {
    }

    /** Copies the list. */
    public Numa {
        nodes = List.copyOf(nodes);
    }

    /** That of this machine; read at each call. */
    public static Numa current() {
        return of(SystemFiles.ofThisMachine());
    }

    /** That of a machine described by files. */
    static Numa of(SystemFiles files) {
        String folder = "sys/devices/system/node";
        return new Numa(files.numbered(folder, "node").stream().map(id -> node(files, folder + "/node" + id, id)).toList());
    }

    private static Node node(SystemFiles files, String folder, int id) {
        OptionalLong bytes = SystemFiles.field(files.lines(folder + "/meminfo"), "Node " + id + " MemTotal").map(SystemFiles::bytes)
                .orElse(OptionalLong.empty());
        return new Node(id, files.line(folder + "/cpulist").orElse("none"), bytes);
    }
}
