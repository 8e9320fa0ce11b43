// Draws every [data-q-chart] from the JSON beside it: SVG, our theme, direct labels, zero-based bars.
"use strict";
(() => {
  const COLOURS = ["#0b6e8a", "#c4622d", "#2f7d5b", "#7a5aa8", "#5b6b75"];
  const INK = "#12303b", TEXT = "#1f2937", MUTED = "#4a5a65", LINE = "#d9e2e7", TARGET = "#8a5a12";
  const FONT = getComputedStyle(document.body).fontFamily;
  const words = { fontFamily: FONT, fontSize: 14, color: TEXT };
  const show = (value) => (value === null || value === undefined ? "—" : value.toLocaleString("en-US"));

  // An axis of about four even steps that holds every value and the target; from zero, unless below.
  const scale = (data) => {
    const values = [].concat(...data.series.map((s) => s.values)).filter((v) => v !== null);
    if (data.target) values.push(data.target.value);
    const low = Math.min(0, ...values), high = Math.max(0, ...values);
    const rough = (high - low) / 4 || 1, power = 10 ** Math.floor(Math.log10(rough));
    const whole = values.every(Number.isInteger);
    const step = Math.max([1, 2, 2.5, 5, 10].find((m) => m * power >= rough && !(whole && m === 2.5 && power < 10)) * power, whole ? 1 : 0);
    return { min: Math.floor(low / step) * step, max: Math.ceil(high / step) * step, interval: step };
  };

  // Room for the words at the end of each line: a Chinese character is about 14 px wide, others 8.
  const endWidth = (data) => 20 + Math.max(...data.series.map((s) => {
    const words = `${s.name} ${show(s.values[s.values.length - 1])}`;
    return [...words].reduce((sum, c) => sum + (c > "\u2e7f" ? 14 : 8), 0);
  }));

  // Object spread is newer than the kernels of some chat programs.
  const worded = (own) => Object.assign({}, words, own);

  const line = (data) => data.series.map((series, index) => ({
    type: "line", name: series.name, data: series.values, connectNulls: false, symbol: "circle", symbolSize: 8,
    lineStyle: { width: 2.5 }, itemStyle: { color: COLOURS[index] },
    label: worded({ show: data.series.length === 1, position: "top", formatter: (p) => show(p.value) }),
    endLabel: worded({ show: data.series.length > 1, formatter: (p) => `${p.seriesName} ${show(p.value)}`, color: COLOURS[index] }),
    labelLayout: { moveOverlap: "shiftY" }, emphasis: { focus: "series" },
  }));

  const bars = (data) => data.series.map((series, index) => ({
    type: "bar", name: series.name, barMaxWidth: 44, itemStyle: { color: COLOURS[index] },
    data: series.values.map((value, i) => data.highlight && data.highlight !== data.categories[i]
      ? { value, itemStyle: { color: "#a9c5ce" } } : value),
    label: worded({ show: true, position: data.kind === "ranked" ? "right" : "top", formatter: (p) => show(p.value) }),
    labelLayout: { hideOverlap: true }, emphasis: { disabled: true },
  }));

  const options = (data, width) => {
    const ranked = data.kind === "ranked", several = data.series.length > 1;
    const narrow = width < 480;
    const series = data.kind === "line" ? line(data) : bars(data);
    if (data.target) {
      series[0].markLine = {
        silent: true, symbol: "none", animation: false,
        lineStyle: { color: TARGET, type: [6, 4], width: 1.5 },
        label: worded({ formatter: data.target.words, position: ranked ? "end" : "insideStartTop", color: TARGET }),
        data: [ranked ? { xAxis: data.target.value } : { yAxis: data.target.value }],
      };
    }
    if (data.series.length === 1 && !ranked) {
      series.push({
        type: "scatter", silent: true, symbolSize: 0.01, 
        data: data.series[0].values.map((v, i) => (v !== null ? null : { value: 0, label: { position: i ? "top" : "insideBottomLeft", offset: i ? [0, 0] : [4, -4] } })),
        label: worded({ show: true, position: "top", formatter: data.missing, color: MUTED }),
      });
    }
    const category = {
      type: "category", data: data.categories, inverse: ranked, boundaryGap: data.kind !== "line" || 0,
      axisLine: { lineStyle: { color: "#71838e" } }, axisTick: { show: false },
      axisLabel: worded(Object.assign({ color: ranked ? TEXT : MUTED, interval: ranked ? 0 : "auto", hideOverlap: true },
        ranked ? { width: narrow ? 110 : 200, overflow: "truncate" } : {})),
    };
    const value = Object.assign({ type: "value" }, scale(data), {
      splitLine: { show: !ranked, lineStyle: { color: LINE } },
      axisLabel: worded({ show: !ranked, color: MUTED }),
    });
    return {
      animation: false, color: COLOURS, textStyle: { fontFamily: FONT },
      aria: { enabled: false },
      grid: { left: 8, right: data.kind === "line" && several ? Math.min(endWidth(data), width * 0.45) : ranked ? 72 : 24, top: several && !ranked && data.kind === "bar" ? 44 : 28, bottom: 4, containLabel: true },
      legend: several && data.kind === "bar" ? { top: 0, left: 0, icon: "rect", itemWidth: 14, textStyle: words, selectedMode: false } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: show, axisPointer: { type: data.kind === "line" ? "line" : "shadow" }, borderColor: LINE, textStyle: words },
      xAxis: ranked ? value : category, yAxis: ranked ? category : value, series,
    };
  };

  const draw = (plot) => {
    const data = JSON.parse(document.getElementById(`${plot.id}-data`).textContent);
    plot.hidden = false;
    const fold = plot.closest("figure").querySelector("[data-q-fold]");
    if (fold) fold.open = false;
    const chart = echarts.init(plot, null, { renderer: "svg" });
    const lay = (size) => { chart.resize(size); chart.setOption(options(data, chart.getWidth()), true); };
    chart.setOption(options(data, plot.clientWidth));
    new ResizeObserver(() => { if (plot.clientWidth) lay({}); }).observe(plot);
    window.addEventListener("beforeprint", () => lay({ width: 620 }));
    window.addEventListener("afterprint", () => lay({ width: "auto" }));
  };

  const start = () => document.querySelectorAll("[data-q-chart][hidden]").forEach(draw);
  if (window.echarts) { start(); document.addEventListener("htmx:afterSwap", start); }
})();
