import CalendarClock from 'lucide-react/icons/calendar-clock';
import { allowedCommands, isEnded, type UploadView } from '../../shared/upload.ts';
import { en } from '../strings/en.ts';

const words = en.uploads.purge;

/** Within this time of the moment at which a registry removes an upload, its row says so, ms: 48 hours. */
const NEAR_MS = 48 * 60 * 60 * 1000;

/** Whether a registry is about to remove the upload, which then has to be kept or finished. `now` in ms. */
export function nearsPurge({ purgeAt, status }: UploadView, now: number): boolean {
  return purgeAt !== null && !isEnded(status) && status.kind !== 'finishing' && purgeAt - now <= NEAR_MS;
}

export interface PurgeDateProps {
  id: string;
  upload: UploadView;
  /** ms since the epoch */
  now: number;
}

/** Until when a registry leaves the upload alone. */
export function PurgeDate({ id, upload, now }: PurgeDateProps) {
  const { purgeAt, status } = upload;
  if (purgeAt === null) return null;
  return (
    <time
      id={id}
      className="purge-date"
      dateTime={new Date(purgeAt).toISOString()}
      title={words.help(purgeAt, allowedCommands(status).includes('renew'))}
    >
      <CalendarClock className="icon" aria-hidden="true" />
      {purgeAt <= now ? (
        words.over
      ) : (
        <>
          <span className="purge-words">{words.keptUntil} </span>
          {words.at(purgeAt)}
        </>
      )}
    </time>
  );
}
