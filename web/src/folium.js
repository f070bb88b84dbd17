/** What folium's own layers expect beside Leaflet: jQuery. Only in maps with such layers. */

import jquery from 'jquery';

Object.assign(window, { $: jquery, jQuery: jquery });
