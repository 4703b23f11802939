import { css } from 'lit';

/** How buttons and fields beside the elements look in stories. */
export const controlStyles = css`
  button,
  input[type='search'],
  input[type='text'] {
    font: inherit;
    min-block-size: 2rem;
    box-sizing: border-box;
    padding: 0.25rem 0.75rem;
    color: inherit;
    background: light-dark(#fff, #141a22);
    border: 1px solid light-dark(#8791a0, #5d6878);
    border-radius: 0.375rem;
  }
  button {
    cursor: pointer;
  }
  :is(button, input, summary):focus-visible {
    outline: 2px solid light-dark(#1f5fbf, #7cb8ff);
    outline-offset: 1px;
  }
`;
