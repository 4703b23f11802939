import { onMounted, onUpdated } from 'vue';
import { report } from '../../shared/market.js';

/** Counts each render of the component that calls it. */
export function countRenders(): void {
  const count = () => {
    report.renders++;
  };
  onMounted(count);
  onUpdated(count);
}
