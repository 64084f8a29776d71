export { visibleText } from '../../shared/visibleText.ts';
