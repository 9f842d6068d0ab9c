import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Button, Empty, Skeleton } from './kit';

/** A page that is fetched when it is first opened, so that the first load stays small. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => JSX.Element {
  let kept: ComponentType<P> | undefined;
  return function Lazy(props: P): JSX.Element {
    const [view, setView] = useState(() => kept);
    const [failed, setFailed] = useState(false);
    const fetchIt = (): void => {
      setFailed(false);
      load().then((found) => {
        kept = found;
        setView(() => found);
      }, () => setFailed(true));
    };
    useEffect(() => {
      if (!kept) fetchIt();
    }, []);
    if (view) {
      const View = view;
      return <View {...props} />;
    }
    return (
      <div class="page">
        {failed
          ? <Empty icon="warn" title={t('error.unreachable')} text={t('error.unreachable.hint')} action={<Button onClick={fetchIt}>{t('action.retry')}</Button>} />
          : <Skeleton rows={6} />}
      </div>
    );
  };
}
