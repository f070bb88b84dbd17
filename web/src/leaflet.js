/** Leaflet as the global `L`, with its marker pictures inside: nothing is fetched. */

import * as L from 'leaflet';
import icon from 'leaflet/dist/images/marker-icon.png';
import icon2x from 'leaflet/dist/images/marker-icon-2x.png';
import shadow from 'leaflet/dist/images/marker-shadow.png';

const leaflet = { ...L };
leaflet.Icon.Default.mergeOptions({ iconUrl: icon, iconRetinaUrl: icon2x, shadowUrl: shadow, imagePath: '' });
// Leaflet would otherwise guess a folder for them from the page's styles.
delete (/** @type {any} */ (leaflet.Icon.Default.prototype)._getIconUrl);
/** @type {any} */ (window).L = leaflet;
