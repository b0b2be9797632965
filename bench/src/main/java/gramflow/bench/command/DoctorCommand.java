package gramflow.bench.command;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: what this machine and this Java can do, and which backend runs because of it. */
@Command(name = "doctor", description = "Says what this machine and this Java can do, which backends run here, and why the others do not.")
public final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        Backend taken = common.backend();
        PrintWriter out = common.out();
        for (Backends.Found found : Backends.all()) {
            out.printf("%-10s %-4s %s%n", found.name(), found.availability().usable() ? "yes" : "no", found.availability().reason());
        }
        out.println(common.backendName() + " is " + taken.name() + ": " + taken.description());
        out.println("auto takes " + Backends.whyAuto());
        out.flush();
        return ExitCode.DONE;
    }
}
