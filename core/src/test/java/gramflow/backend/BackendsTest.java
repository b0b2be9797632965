package gramflow.backend;

import gramflow.backend.Backends.Found;
import gramflow.machine.Jit;
import gramflow.machine.PropertyException;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BackendsTest {
    private final String asked = System.getProperty(Backends.PROPERTY, "");

    @BeforeEach
    void askForNothing() {
        System.clearProperty(Backends.PROPERTY);
    }

    @AfterEach
    void askAsBefore() {
        if (asked.isEmpty()) {
            System.clearProperty(Backends.PROPERTY);
        } else {
            System.setProperty(Backends.PROPERTY, asked);
        }
    }

    @Test
    void vectorAndScalarAreAlwaysListedAndScalarAlwaysWorks() {
        assertThat(Backends.all()).extracting(Found::name).contains("vector", "scalar").doesNotHaveDuplicates();
        assertThat(Backends.named("scalar").name()).isEqualTo("scalar");
    }

    @Test
    void backendsComeBestFirstAndUnusableOnesLast() {
        List<Found> all = Backends.all();
        assertThat(all).isSortedAccordingTo(Comparator.comparing((Found f) -> !f.availability().usable())
                .thenComparingLong(f -> -(long) f.availability().rank()));
    }

    @Test
    void autoTakesTheFirstAndSaysSo() {
        assertThat(Backends.auto().name()).isEqualTo(Backends.all().getFirst().name());
        assertThat(Backends.named("auto")).isSameAs(Backends.auto());
        assertThat(Backends.whyAuto()).startsWith(Backends.auto().name() + ", the fastest that works here");
    }

    @Test
    void everyBackendBearsItsProvidersNameAndGivesAReasonEitherWay() {
        for (Found found : Backends.all()) {
            assertThat(found.availability().reason()).isNotBlank().doesNotContain("\n");
            if (found.availability().usable()) {
                Backend backend = found.provider().backend();
                assertThat(backend.name()).isEqualTo(found.name());
                assertThat(backend).isSameAs(found.provider().backend());
            }
        }
    }

    @Test
    void anUnusableBackendAskedForByNameIsAnErrorWithItsReason() {
        Backends.all().stream().filter(found -> !found.availability().usable())
                .forEach(found -> assertThatExceptionOfType(BackendException.class).isThrownBy(() -> Backends.named(found.name()))
                        .withMessage("backend '%s' cannot run here: %s", found.name(), found.availability().reason()));
    }

    @Test
    void anUnknownBackendIsAnErrorThatNamesTheKnown() {
        assertThatExceptionOfType(BackendException.class).isThrownBy(() -> Backends.named("cuda"))
                .withMessageContaining("unknown backend 'cuda'")
                .withMessageContaining("auto").withMessageContaining("vector").withMessageContaining("scalar");
    }

    @Test
    void thePropertyOverridesAuto() {
        System.setProperty(Backends.PROPERTY, "scalar");
        assertThat(Backends.auto().name()).isEqualTo("scalar");
        assertThat(Backends.whyAuto()).isEqualTo("scalar, because the property gramflow.backend says so");
    }

    @Test
    void aPropertyThatCannotBeHonouredIsAnErrorNotAnotherBackend() {
        System.setProperty(Backends.PROPERTY, "cuda");
        assertThatExceptionOfType(BackendException.class).isThrownBy(Backends::auto)
                .withMessageStartingWith("-Dgramflow.backend=cuda: unknown backend 'cuda'");
    }

    @Test
    void aWidthThatCannotBeHadIsAnErrorWhicheverBackendIsAskedFor() {
        String width = System.getProperty(Jit.VECTOR_BITS, "");
        System.setProperty(Jit.VECTOR_BITS, "1024");
        try {
            assertThatExceptionOfType(PropertyException.class).isThrownBy(Backends::auto)
                    .withMessageStartingWith("-Dgramflow.vector.bits=1024: ");
            assertThatExceptionOfType(PropertyException.class).isThrownBy(() -> Backends.named("scalar"));
        } finally {
            if (width.isEmpty()) {
                System.clearProperty(Jit.VECTOR_BITS);
            } else {
                System.setProperty(Jit.VECTOR_BITS, width);
            }
        }
    }
}
