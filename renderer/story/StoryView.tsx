import Braces from 'lucide-react/icons/braces';
import Copy from 'lucide-react/icons/copy';
import type { Story, StoryEvent } from '../../shared/story.ts';
import { useAppContext } from '../state/context.ts';
import type { Looked } from '../state/useLooked.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { EVENT_LOOKS } from './icons.ts';

const words = en.story;

/** What happened to an upload, oldest first, to read and to copy. `name` is the upload's. */
export function StoryView({ name, found: { value, error } }: { name: string; found: Looked<Story> }) {
  const { commands } = useAppContext();
  if (value === null) return error === null ? null : <p className="note bad">{en.explain(error).title}</p>;
  const { id, events } = value;
  const gaps = words.gaps(value);
  return (
    <div className="story">
      <div className="story-bar">
        <span className="quiet">{words.count(events.length)}</span>
        <Button small variant="ghost" icon={Copy} onClick={() => void commands.copyStory(id, 'text')}>
          {words.copyText}
        </Button>
        <Button small variant="ghost" icon={Braces} onClick={() => void commands.copyStory(id, 'json')}>
          {words.copyJson}
        </Button>
      </div>
      {gaps.length > 0 && <p className="note bad">{gaps.join(' ')}</p>}
      <ol aria-label={words.label(name)}>
        {events.map((event, index) => (
          <StoryItem
            // biome-ignore lint/suspicious/noArrayIndexKey: events are only ever added at the end.
            key={index}
            event={event}
            showDay={words.day(event.at) !== words.day(events[index - 1]?.at ?? Number.NaN)}
          />
        ))}
      </ol>
    </div>
  );
}

function StoryItem({ event, showDay }: { event: StoryEvent; showDay: boolean }) {
  const { title, text } = words.event(event);
  const [Sign, tone] = EVENT_LOOKS[event.type];
  return (
    <li className={`story-event ${tone}`}>
      <span className="story-sign">
        <Sign className="icon" aria-hidden="true" />
      </span>
      <time dateTime={new Date(event.at).toISOString()}>
        {showDay && <span className="story-day">{words.day(event.at)} </span>}
        {words.time(event.at)}
      </time>
      <div className="story-what">
        <Untrusted text={title} className="wraps story-title" />
        {text !== '' && <Untrusted text={text} className="wraps" />}
      </div>
    </li>
  );
}
