// Bundles entry.cjs into static/vendor/plotly.min.js (or into the file named on the command line), and fflate's unpacking into static/vendor/gunzip.min.js.
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const [{ version }, { version: fflate }] = ["plotly.js", "fflate"].map((name) => createRequire(import.meta.url)(`${name}/package.json`));

// Every draw of a map unpacked the outlines, measured them and projected them anew. They do not change: remembered, a change of
// values costs a quarter. The default addresses of outlines and of the chart editor are emptied: the bundle knows no host to call.
const remembered = "const remembered = (make) => { const known = new WeakMap(); return (key, ...rest) => { if (!known.has(key)) known.set(key, make(key, ...rest)); return known.get(key); }; };";
const changes = {
  "plot_api/plot_config.js": [
    ["dflt: 'https://cloud.plotly.com/newchart'", "dflt: ''"],
    ["dflt: 'https://cdn.plot.ly/un/'", "dflt: ''"],
  ],
  "lib/topojson_utils.js": [
    ["var topojsonUtils =", `${remembered} const unpacked = remembered((obj, topojson) => topojsonFeature(topojson, obj).features); var topojsonUtils =`],
    ["return topojsonFeature(topojson, obj).features;", "return unpacked(obj, topojson);"],
  ],
  "lib/geo_location_utils.js": [
    ["module.exports = {", `${remembered} module.exports = {`],
    ["    feature2polygons,", "    feature2polygons: remembered(feature2polygons),"],
    ["loc === 'RUS' || loc === 'FJI'", "/^(RUS|FJI)/.test(loc)"], // also as another policy on borders draws it
    ["    computeBbox,", "    computeBbox: remembered((feature) => computeBbox(feature)),"],
  ],
  // A change of values set the colour and border of all areas anew, and took all circles away to draw them again.
  "traces/choropleth/style.js": [
    ["    locs.each(function(d) {", `    locs.each(function(d) {
        const look = trace.selectedpoints ? undefined : [sclFunc(d.z), d.mlc || markerLine.color, d.mlw || markerLine.width, marker.opacity].join();
        if (look && this.__look === look) return;
        this.__look = look;`],
  ],
  "traces/scattergeo/plot.js": [
    ["    gTraces.selectAll('*').remove();", `    gTraces.each(function (calcTrace) {
        const { mode, fill } = calcTrace[0].trace;
        const points = mode === 'markers' && fill === 'none';
        if (!points || !this.__points) d3.select(this).selectAll('*').remove();
        this.__points = points;
    });`],
    [`            s.selectAll('path.point')
                .data(Lib.identity)
                .enter()
                .append('path')
                .classed('point', true)
                .each(`, `            const points = s.selectAll('path.point').data(Lib.identity);
            points.exit().remove();
            points.enter().append('path').classed('point', true);
            points.each(`],
  ],
  // Of circles that lie over each other not the nearest was pointed at, but the first.
  "traces/scattergeo/hover.js": [["return Math.max(Math.sqrt(dx * dx + dy * dy) - rad, 1 - 3 / rad);", "const away = Math.sqrt(dx * dx + dy * dy); return away > rad ? Math.max(away - rad, 1) : away / 1000;"]],
  // Every redraw took the labels of the axes away to write the same ones again, and wrote notes once only to see what room an axis without a range needs.
  // And each measured the page amid its changes, for a figure that grows with its place: ours say how large they are.
  "plot_api/plot_api.js": [
    ["return Axes.draw(gd, graphWasEmpty ? '' : 'redraw');", "return Axes.draw(gd, '');"],
    ["    context._hasZeroHeight =", "    if (context.responsive) context._hasZeroHeight ="],
    ["    context._hasZeroWidth =", "    if (context.responsive) context._hasZeroWidth ="],
  ],
  "components/annotations/calc_autorange.js": [["if(annotationList.length && gd._fullData.length) {", `const grows = (ref) => Axes.getRefType(ref) === 'range' && Axes.getFromId(gd, ref)?.autorange;
    if(gd._fullData.length && annotationList.some(({ xref, yref }) => grows(xref) || grows(yref))) {`]],
  // Bands slid for half a second at every change: nothing here moves by itself.
  "traces/sankey/constants.js": [["duration: 500,", "duration: 0,"]],
  "plots/geo/geo.js": [
    ["function Geo(opts) {", `${remembered} const unpacked = remembered((obj, topojson) => topojsonFeature(topojson, obj)); function Geo(opts) {`],
    ["path.datum(topojsonFeature(topojson, topojson.objects[d]));", "path.datum(unpacked(topojson.objects[d], topojson));"],
    ["var pathFn = projection.getPath();", `var pathFn = projection.getPath();
    const { type, parallels, tilt, distance } = this._projLayout ?? {};
    const view = JSON.stringify([type, parallels, tilt, distance, projection.scale(), projection.translate(), projection.rotate?.(), projection.center?.(), projection.clipExtent?.()]);
    const moved = (node, shape) => {
        if (node.__view === view && node.__shape === shape) return false;
        node.__view = view;
        node.__shape = shape;
        return true;
    };
    const trace = (shapeOf) => function (d) {
        const shape = shapeOf(d);
        if (!moved(this, shape)) return;
        const path = pathFn(shape);
        if (path === null) this.removeAttribute('d');
        else this.setAttribute('d', path);
    };`],
    ["this.basePaths[k].attr('d', pathFn);", "this.basePaths[k].each(trace((d) => d));"],
    [`this.dataPaths[k].attr('d', function (d) {
            return pathFn(d.geojson);
        });`, "this.dataPaths[k].each(trace((d) => d.geojson));"],
    ["this.dataPoints[k].attr('display', hideShowPoints)", "this.dataPoints[k].filter(function (d) { return moved(this, String(d.lonlat)); }).attr('display', hideShowPoints)"],
    ["var projLayout = geoLayout.projection;\n\n    var lonaxis", "var projLayout = (this._projLayout = geoLayout.projection);\n\n    var lonaxis"],
  ],
};

const ours = {
  name: "ours",
  setup(bundle) {
    bundle.onLoad({ filter: /plotly\.js[\\/]src[\\/].*\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      const name = path.replaceAll("\\", "/").split("plotly.js/src/")[1];
      for (const [from, to] of changes[name] ?? []) {
        if (contents.split(from).length !== 2) throw new Error(`${name}: not found once: ${from}`);
        contents = contents.replace(from, () => to);
      }
      if (/valType/.test(contents)) contents = withoutProse(contents);
      return { contents, loader: "js" };
    });
  },
};

// The schema's prose (one `description` per attribute) is documentation, not code:
// description: 'one' + 'two',  |  description: ['a', 'b'].join(' '),  ->  description: '',
function withoutProse(source) {
  const text = String.raw`(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")`;
  const comma = String.raw`(?:\s|//[^\n]*)*`;
  const list = new RegExp(String.raw`description:\s*\[${comma}(?:${text}${comma},?${comma})*\]\s*\.join\((?:' '|'')\)`, "g");
  const sum = new RegExp(String.raw`description:\s*${text}(?:\s*\+\s*${text})*(?=\s*[,}])`, "g");
  return source.replaceAll(list, "description: ''").replaceAll(sum, "description: ''");
}

const result = await build({
  entryPoints: ["entry.cjs"],
  outfile: process.argv[2] ?? "../../static/vendor/plotly.min.js",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  define: { global: "window", "define.amd": "false" },
  loader: { ".css": "empty" },
  legalComments: "none",
  metafile: true,
  plugins: [ours],
  banner: {
    js: `/**\n* plotly.js (scatter, bar, choropleth, heatmap, sankey, scattergeo) v${version}\n* Copyright 2012-2026, Plotly, Inc.\n* All rights reserved.\n* Licensed under the MIT license\n* Bundled with changes: what looks the same is not drawn again, bands do not slide, no default addresses\n*/`,
  },
});
const [bundle] = Object.values(result.metafile.outputs);
console.log(`plotly.js ${version}: ${Math.round(bundle.bytes / 1024)} kB`);
if (process.env.PARTS) {
  const parts = Object.entries(bundle.inputs).sort((a, b) => b[1].bytesInOutput - a[1].bytesInOutput);
  for (const [path, { bytesInOutput }] of parts.slice(0, 40)) console.log(bytesInOutput, path);
}

await build({
  stdin: { contents: 'export { gunzipSync } from "fflate";', resolveDir: import.meta.dirname },
  outfile: "../../static/vendor/gunzip.min.js",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  banner: { js: `/* gunzipSync of fflate v${fflate}, Copyright (c) 2026 Arjun Barrett, MIT license */` },
});
