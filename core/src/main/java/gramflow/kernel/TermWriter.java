package gramflow.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes terms as bytecode, each into a local variable of its own. What it reads and writes, numbers or vectors, is its subclasses' concern. For one method body.
 */
abstract sealed class TermWriter permits ScalarTermWriter, VectorTermWriter {
    /** An operation and the local variables it is done on: it is written once, however many terms say it. */
    private record Step(Term.Operation operation, List<Integer> operands) {
    }

    private final IdentityHashMap<Term, Integer> locals = new IdentityHashMap<>();
    private final Map<Step, Integer> steps = new HashMap<>();
    private final Map<Long, Integer> constants = new HashMap<>();
    /** Where the code goes. */
    protected final CodeBuilder code;
    private int next;

    /**
     * A writer.
     *
     * @param firstLocal the first local variable that is free
     */
    TermWriter(CodeBuilder code, int firstLocal) {
        this.code = code;
        this.next = firstLocal;
    }

    /** How a value is kept. */
    abstract TypeKind kind();

    /** How the outcome of a comparison is kept. */
    abstract TypeKind truthKind();

    /** Pushes a constant. */
    abstract void constant(double value);

    /** Operands are on the stack, the first deepest; leaves the result there. */
    abstract void apply(Term.Operation operation);

    /** Puts the constants that a term needs into local variables, before the loop. */
    void prepare(Term term) {
        if (locals.containsKey(term)) {
            return;
        }
        if (term.operation() == Term.Operation.CONSTANT) {
            locals.put(term, constants.computeIfAbsent(Double.doubleToRawLongBits(term.constant()), bits -> {
                constant(term.constant());
                return store(kind());
            }));
        }
        term.operands().forEach(this::prepare);
    }

    /** The value on the stack is that of the term. */
    void set(Term term) {
        locals.put(term, store(kind()));
    }

    /** Computes a term, unless it has been; what it needs first. Its constants must have been {@linkplain #prepare prepared}. */
    void compute(Term term) {
        if (locals.containsKey(term)) {
            return;
        }
        term.operands().forEach(this::compute);
        Step step = new Step(term.operation(), term.operands().stream().map(this::local).toList());
        Integer known = steps.get(step);
        if (known == null) {
            term.operands().forEach(this::load);
            apply(term.operation());
            known = store(kind(term));
            steps.put(step, known);
        }
        locals.put(term, known);
    }

    /** Pushes a term that has been computed. */
    void load(Term term) {
        code.loadLocal(kind(term), local(term));
    }

    private int local(Term term) {
        return Objects.requireNonNull(locals.get(term));
    }

    private TypeKind kind(Term term) {
        return term.operation() == Term.Operation.LESS ? truthKind() : kind();
    }

    /** A local variable of its own for the value on the stack. */
    protected int store(TypeKind kind) {
        int local = next;
        next += kind.slotSize();
        code.storeLocal(kind, local);
        return local;
    }
}
