/** What a board shows itself with: a page loads it with the first board. */
export { BoardScreen } from './board-screen.js';
export { boardStyles } from './board-styles.js';
export { boardTemplate, saysSomething } from './board-template.js';
