import { render } from 'preact';
import { App } from './app';
import { followLanguage } from './i18n';
import { followTheme } from './state/preferences';
import { followLinks } from './state/router';
import './style/tokens.css';
import './style/base.css';
import './style/pages.css';
import './style/office.css';
import './style/desk.css';
import './style/sound.css';
import './style/console.css';
import './style/line.css';

followLanguage();
followTheme();
followLinks();
const root = document.getElementById('app');
if (root) render(<App />, root);
