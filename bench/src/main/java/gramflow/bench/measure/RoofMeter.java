package gramflow.bench.measure;

import gramflow.backend.FmaRoof;
import gramflow.backend.MemoryLevel;
import gramflow.backend.ReadRoof;
import gramflow.backend.Roofs;
import gramflow.memory.Precision;
import java.util.List;

/** Measures a roof, now. */
public interface RoofMeter {
    /** Of arithmetic. */
    FmaRoof fma(Precision precision, int threads);

    /** The levels of memory there are. */
    List<MemoryLevel> levels();

    /** Of reading a level of memory. */
    ReadRoof read(MemoryLevel level, int threads);

    /** Of reading so many bytes again and again. */
    ReadRoof read(long bytes, int threads);

    /** This machine's. */
    RoofMeter HERE = new RoofMeter() {
        @Override
        public FmaRoof fma(Precision precision, int threads) {
            return Roofs.fma(precision, threads);
        }

        @Override
        public List<MemoryLevel> levels() {
            return Roofs.levels();
        }

        @Override
        public ReadRoof read(MemoryLevel level, int threads) {
            return Roofs.read(level, threads);
        }

        @Override
        public ReadRoof read(long bytes, int threads) {
            return Roofs.read(bytes, threads);
        }
    };
}
