import { api } from '../api/client';
import type { Duty, SeatState } from '../api/types';
import { useNotices } from './live';
import { useLoad, type Loaded } from './load';

interface SeatNews {
  lawyer: string;
  state: SeatState;
  since: string | null;
}

/** Who sits now and what his telephone does: read once, then kept by what the service pushes. */
export function useDuty(): Loaded<Duty> {
  const duty = useLoad((signal) => api.duty(signal), []);
  useNotices(['seat', 'roster', 'line', 'consultation'], (notice) => {
    const news = notice === 'resync' ? undefined : (notice['seat'] as SeatNews | undefined);
    if (!news) duty.reload();
    else {
      duty.amend((data) => ({
        ...data,
        seats: data.seats.map((one) => (one.lawyer.id === news.lawyer ? { ...one, state: news.state, since: news.since } : one)),
      }));
    }
  });
  return duty;
}
