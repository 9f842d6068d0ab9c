package org.hotline12348.core.app.bench;

/** A city's year of records, put straight into the book's table: what a long log is tried with. */
public final class ManyRecords {

    private ManyRecords() {}

    /**
     * The statement that writes them, one every ten minutes, into the demo centre.
     *
     * @param records how many
     * @param until of the youngest, an instant as SQL writes it
     */
    public static String insert(int records, String until) {
        return """
                insert into hotline.consultation (centre_id, id, number, channel, started_at, ended_at, outcome, lawyer,
                  lawyers, pbx, call_id, queued_at, wait_seconds, talk_seconds)
                select 'jiaozuo', 'r' || n, n::text, 'PHONE', at, at, 'ANSWERED', 'lawyer01', '{lawyer01}', 'pbx1',
                  'r' || n, at, n %% 40, n %% 900
                from (select n, timestamptz '%s' - n * interval '10 minutes' as at from generate_series(1, %d) n) rows
                """.formatted(until, records);
    }
}
