package gramflow.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of another machine, written below a folder as they were recorded there, as far as anybody reads them. */
record Recorded(Path root) {

    Recorded file(String path, String content) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content, StandardCharsets.ISO_8859_1);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Recorded cache(int cpu, int index, int level, String type, String size, String shared) {
        String folder = "sys/devices/system/cpu/cpu" + cpu + "/cache/index" + index + "/";
        return file(folder + "level", level + "\n").file(folder + "type", type + "\n").file(folder + "size", size + "\n")
                .file(folder + "coherency_line_size", "64\n").file(folder + "shared_cpu_list", shared + "\n");
    }

    Recorded siblings(int cpu, String list) {
        return file("sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list", list + "\n");
    }

    Recorded allowed(String cpus) {
        return file("proc/self/status", "Name:\tjava\nCpus_allowed:\tff\nCpus_allowed_list:\t" + cpus + "\nMems_allowed_list:\t0\n");
    }

    SystemFiles files() {
        return new SystemFiles(root);
    }

    /** Two sockets of 8 cores, 16 threads each; this process may run on the first four cores of the second socket. */
    static Recorded amd(Path root) {
        Recorded r = new Recorded(root).file("proc/cpuinfo", """
                processor\t: 0
                vendor_id\t: AuthenticAMD
                cpu family\t: 26
                model\t\t: 2
                model name\t: AMD EPYC 9175F 16-Core Processor
                flags\t\t: fpu vme sse sse2 ht fma sse4_2 avx f16c avx2 bmi2 avx512f avx512dq avx512vl avx_vnni avx512_bf16

                processor\t: 1
                model name\t: another name that nobody reads
                """).allowed("8-11,24-27");
        for (int cpu = 8; cpu < 12; cpu++) {
            String both = cpu + "," + (cpu + 16);
            r.siblings(cpu, both).siblings(cpu + 16, both);
            r.cache(cpu, 0, 1, "Data", "48K", both).cache(cpu, 1, 1, "Instruction", "32K", both).cache(cpu, 2, 2, "Unified", "1024K", both)
                    .cache(cpu, 3, 3, "Unified", "32768K", "8-15,24-31");
        }
        return r.file("sys/devices/system/node/node0/cpulist", "0-7,16-23\n").file("sys/devices/system/node/node1/cpulist", "8-15,24-31\n")
                .file("sys/devices/system/node/node0/meminfo", "Node 0 MemTotal:       65843208 kB\nNode 0 MemFree: 1 kB\n")
                .file("sys/devices/system/node/node1/meminfo", "Node 1 MemTotal:       66043484 kB\n");
    }

    /** Two performance cores of two threads each, and four efficient cores that share a second level. */
    static Recorded intelHybrid(Path root) {
        Recorded r = new Recorded(root).file("proc/cpuinfo", """
                processor\t: 0
                vendor_id\t: GenuineIntel
                model name\t: 12th Gen Intel(R) Core(TM) i5-1235U
                flags\t\t: fpu sse2 fma sse4_2 avx f16c avx2 avx_vnni
                """).allowed("0-7");
        r.siblings(0, "0-1").siblings(1, "0-1").siblings(2, "2-3").siblings(3, "2-3");
        for (int cpu = 4; cpu < 8; cpu++) {
            r.siblings(cpu, Integer.toString(cpu));
        }
        return r.cache(0, 0, 1, "Data", "48K", "0-1").cache(0, 1, 1, "Instruction", "32K", "0-1").cache(0, 2, 2, "Unified", "1280K", "0-1")
                .cache(0, 3, 3, "Unified", "12288K", "0-7");
    }

    static Recorded graviton3(Path root) {
        Recorded r = new Recorded(root).file("proc/cpuinfo", """
                processor\t: 0
                BogoMIPS\t: 2100.00
                Features\t: fp asimd evtstrm aes asimdhp cpuid asimddp sve i8mm bf16 svebf16
                CPU implementer\t: 0x41
                CPU architecture: 8
                CPU variant\t: 0x1
                CPU part\t: 0xd40
                """).allowed("0-3");
        for (int cpu = 0; cpu < 4; cpu++) {
            r.siblings(cpu, Integer.toString(cpu));
        }
        return r.cache(0, 0, 1, "Data", "64K", "0").cache(0, 1, 1, "Instruction", "64K", "0").cache(0, 2, 2, "Unified", "1024K", "0")
                .cache(0, 3, 3, "Unified", "32768K", "0-63");
    }

    /** Four cores, no third level. */
    static Recorded raspberryPi4(Path root) {
        return new Recorded(root).file("proc/cpuinfo", """
                processor\t: 0
                Features\t: fp asimd evtstrm crc32 cpuid
                CPU implementer\t: 0x41
                CPU part\t: 0xd08

                Hardware\t: BCM2835
                """).allowed("0-3").cache(0, 0, 1, "Data", "32K", "0").cache(0, 1, 1, "Instruction", "48K", "0")
                .cache(0, 2, 2, "Unified", "1024K", "0-3");
    }

    /** Every file is there, and none makes sense. */
    static Recorded garbage(Path root) {
        String noise = "\u00ff\u0000:::-1,,--\n\n:\u00e9=99999999999999999999\n";
        Recorded r = new Recorded(root);
        for (String file : new String[]{"proc/cpuinfo", "proc/meminfo", "proc/self/status", "proc/self/cgroup",
                "sys/devices/system/node/node0/cpulist",
                "sys/devices/system/node/nodeX/cpulist", "sys/devices/system/node/node0/meminfo",
                "sys/kernel/mm/transparent_hugepage/enabled",
                "sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "sys/devices/system/cpu/cpu0/cache/index0/size",
                "sys/devices/system/cpu/cpu0/cache/index0/level", "sys/devices/system/cpu/cpu0/cache/index99999999999/level",
                "sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "sys/fs/cgroup/memory.max"}) {
            r.file(file, noise);
        }
        return r.cache(0, 1, 1, "Data", "-48K", "0").cache(0, 2, 2, "Unified", "99999999999999999999K", "3-1").cache(0, 3, 4, "Unified",
                "64M", "0-9999999");
    }
}
