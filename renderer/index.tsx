import './styles/index.css';
import { start } from './start.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
start(root);
