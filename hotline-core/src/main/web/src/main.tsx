import { render } from 'preact';

render(<h1>12348</h1>, document.getElementById('app')!);
