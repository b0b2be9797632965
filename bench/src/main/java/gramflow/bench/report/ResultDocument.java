package gramflow.bench.report;

import gramflow.bench.measure.Findings;
import gramflow.bench.measure.Kernel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code result.json}, schema {@value #SCHEMA}. Scripts rely on the keys: they may be added to, never renamed. {@code roofs} holds those of one thread by
 * name, and under {@code threads} all of them by number of threads.
 *
 * @param run which build of ours, of when: empty in files of old
 * @param machine on what it ran
 * @param roofs what that reached at most
 * @param results the rows
 * @param noise how noisy the machine was
 * @param complete whether the run went to its end
 * @param valid whether it did, every row computed what it should, and none is above its roof
 * @param peers other libraries, if they were compared
 */
public record ResultDocument(Map<String, Object> run, Map<String, Object> machine, Map<String, Object> roofs, List<ResultLine> results,
        Map<String, Object> noise,
        boolean complete, boolean valid, Peers peers) {

    /** Name and version of the format. */
    public static final String SCHEMA = "gramflow-bench/1";

    /** Copies the list. */
    public ResultDocument {
        results = List.copyOf(results);
    }

    /** A document without other libraries. */
    public ResultDocument(Map<String, Object> run, Map<String, Object> machine, Map<String, Object> roofs, List<ResultLine> results,
            Map<String, Object> noise, boolean complete, boolean valid) {
        this(run, machine, roofs, results, noise, complete, valid, Peers.NONE);
    }

    /** The document with these. */
    public ResultDocument withPeers(Peers compared) {
        return new ResultDocument(run, machine, roofs, results, noise, complete, valid, compared);
    }

    /**
     * The document of a run.
     *
     * @param run which build ran, and when
     * @param machine on what it ran
     */
    public static ResultDocument of(Findings findings, Map<String, Object> run, Map<String, Object> machine) {
        Map<String, Object> noise = new LinkedHashMap<>();
        noise.put("roof_drift", findings.roofs().drift());
        noise.put("noisy", findings.noisy());
        noise.put("noisy_rows", findings.noisyRows());
        return new ResultDocument(run, machine, RoofsJson.of(findings.roofs()), findings.results().stream().map(ResultLine::of).toList(),
                noise,
                findings.complete(), findings.valid());
    }

    /** As maps, lists, strings, numbers and booleans, in the order in which a person reads them. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("run", run);
        json.put("machine", machine);
        json.put("roofs", roofs);
        json.put("results", results.stream().map(ResultLine::toJson).toList());
        if (!peers.isEmpty()) {
            json.put("peers", peers.toJson());
        }
        json.put("formulas", formulas());
        json.put("noise", noise);
        json.put("partial", !complete);
        json.put("valid", valid);
        return json;
    }

    private static Map<String, Object> formulas() {
        Map<String, Object> formulas = new LinkedHashMap<>();
        Arrays.stream(Kernel.values()).forEach(k -> formulas.put(k.label(), Map.of("flops", k.flopFormula(), "bytes", k.byteFormula())));
        formulas.put("residual", "largest of sampled |entry - exact| / sum |products|");
        return formulas;
    }

    /**
     * Reads what {@link #toJson} gave.
     *
     * @throws IllegalArgumentException if it is of another schema, or a key is missing or holds something else: the message says which
     */
    public static ResultDocument parse(Map<?, ?> json) {
        JsonObject document = new JsonObject(json, "");
        String schema = document.string("schema");
        if (!schema.equals(SCHEMA)) {
            throw new IllegalArgumentException("schema is '" + schema + "', expected " + SCHEMA);
        }
        return new ResultDocument(document.has("run") ? document.map("run") : Map.of(), document.map("machine"), document.map("roofs"),
                document.objects("results").stream().map(ResultLine::parse).toList(),
                document.map("noise"), !document.flag("partial"), document.flag("valid"),
                document.has("peers") ? Peers.parse(document.object("peers")) : Peers.NONE);
    }
}
