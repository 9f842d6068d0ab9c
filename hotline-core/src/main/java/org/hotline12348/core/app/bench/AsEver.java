package org.hotline12348.core.app.bench;

/** What must hold whatever happened: no call is dropped, none is missing in the log, none is there twice. */
final class AsEver {
    private AsEver() {}

    /** Judges calls by all three sources. */
    static void judge(Report report, String name, FaultStand.Load load, Evidence evidence) {
        report.counts(
                name + ": calls in the journal",
                evidence.cel().size(),
                load.numbers().size());
        judgeWithoutJournal(report, name, load, evidence);
    }

    /** Judges calls of which the exchange's journal may lack some. */
    static void judgeWithoutJournal(Report report, String name, FaultStand.Load load, Evidence evidence) {
        int calls = load.numbers().size();
        report.counts(name + ": calls that went as they should, says SIPp", load.went(), calls);
        report.counts(name + ": consultations", evidence.entries(), calls);
        report.counts(name + ": calls without one", calls - evidence.log().size(), 0);
        report.counts(name + ": double", evidence.doubled(), 0);
        report.counts(name + ": calls that seem to go on", evidence.unended().size(), 0);
        report.counts(name + ": answered by a lawyer", evidence.outcomes().getOrDefault("ANSWERED", 0), calls);
    }
}
