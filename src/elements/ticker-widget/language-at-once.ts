import * as module from '../../indicators/language.js';
import { takeLanguage } from './language.js';

/**
 * Has the language of indicators at once, as a part of the program: for bindings, which name indicators before anything was loaded, on servers
 * too. Any thread.
 */
export const speakAtOnce = (): void => takeLanguage(module);
