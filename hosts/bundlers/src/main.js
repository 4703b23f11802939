/** The plain page, as bundlers other than Vite take it: nothing is configured but where it goes. */
import 'ticklane';
import '../../plain/page.js';
