import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { ReportFilter, ReportGroup } from '../api/reports';
import { locale, t } from '../i18n';

// Only what is drawn is fetched. Notes are drawn on the canvas too: HTML of ECharts' own would need inline styles.
use([BarChart, LineChart, HeatmapChart, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, CanvasRenderer]);

export type ChartKind = 'period' | 'heat';

/** The page's own colours, as they are just now. */
function colours(box: HTMLElement): Record<'text' | 'line' | 'accent' | 'soft' | 'surface' | 'info', string> {
  // A canvas knows no light-dark(): the browser is asked what it makes of each.
  const probe = document.createElement('i');
  box.append(probe);
  const of = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const found = { text: of('--text-2'), line: of('--line'), accent: of('--accent'), soft: of('--accent-soft'), surface: of('--surface'), info: of('--info') };
  probe.remove();
  return found;
}

function period(groups: readonly ReportGroup[], c: ReturnType<typeof colours>): EChartsCoreOption {
  return {
    legend: { data: [t('report.records'), t('report.rate')], textStyle: { color: c.text }, top: 0, right: 0 },
    grid: { left: 44, right: 48, top: 36, bottom: 28 },
    tooltip: { trigger: 'axis', renderMode: 'richText', backgroundColor: c.surface, borderColor: c.line, textStyle: { color: c.text } },
    xAxis: { type: 'category', data: groups.map((one) => one.key ?? ''), axisLabel: { color: c.text, formatter: (key: string) => key.slice(5) || key }, axisLine: { lineStyle: { color: c.line } } },
    yAxis: [
      { type: 'value', minInterval: 1, axisLabel: { color: c.text }, splitLine: { lineStyle: { color: c.line } } },
      { type: 'value', min: 0, max: 100, axisLabel: { color: c.text, formatter: '{value}%' }, splitLine: { show: false } },
    ],
    series: [
      { name: t('report.records'), type: 'bar', barMaxWidth: 28, itemStyle: { color: c.accent, borderRadius: [3, 3, 0, 0] }, data: groups.map((one) => one.value) },
      { name: t('report.rate'), type: 'line', yAxisIndex: 1, symbolSize: 6, itemStyle: { color: c.info }, lineStyle: { width: 2, color: c.info }, connectNulls: true,
        data: groups.map((one) => (one.answerRate === null ? null : Math.round(1000 * one.answerRate) / 10)) },
    ],
  };
}

function heat(groups: readonly ReportGroup[], c: ReturnType<typeof colours>): EChartsCoreOption {
  const day = new Intl.DateTimeFormat(locale.value, { weekday: 'short', timeZone: 'UTC' });
  const cells = groups.map((one) => {
    const [weekday, hour] = (one.key ?? '1-0').split('-').map(Number);
    return [hour ?? 0, 7 - (weekday ?? 1), one.value];
  });
  const hours = cells.map((cell) => cell[0] ?? 0);
  const first = Math.min(8, ...hours);
  const last = Math.max(19, ...hours);
  return {
    grid: { left: 48, right: 12, top: 12, bottom: 56 },
    tooltip: { renderMode: 'richText', backgroundColor: c.surface, borderColor: c.line, textStyle: { color: c.text } },
    xAxis: { type: 'category', data: Array.from({ length: last - first + 1 }, (_, n) => `${first + n}`), axisLabel: { color: c.text }, axisLine: { lineStyle: { color: c.line } }, splitArea: { show: false } },
    yAxis: { type: 'category', data: Array.from({ length: 7 }, (_, n) => day.format(new Date(Date.UTC(2024, 0, 7 - n)))), axisLabel: { color: c.text }, axisLine: { lineStyle: { color: c.line } } },
    visualMap: { min: 0, max: Math.max(1, ...cells.map((cell) => cell[2] ?? 0)), calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 120, textStyle: { color: c.text }, inRange: { color: [c.soft, c.accent] } },
    series: [{ type: 'heatmap', data: cells.map(([hour, line, value]) => [(hour ?? 0) - first, line, value]), itemStyle: { borderColor: c.surface, borderWidth: 2 } }],
  };
}

/** Draws into a box until the returned function ends it; a click on a mark opens its records. */
export function draw(box: HTMLElement, kind: ChartKind, groups: readonly ReportGroup[], open: (filter: ReportFilter) => void): () => void {
  const chart = init(box, null, { renderer: 'canvas' });
  const paint = (): void => {
    const c = colours(box);
    chart.setOption({ animation: false, aria: { enabled: false }, ...(kind === 'period' ? period(groups, c) : heat(groups, c)) }, true);
  };
  paint();
  chart.on('click', (event) => {
    const group = groups[event.dataIndex ?? -1];
    if (group) open(group.filter);
  });
  const size = new ResizeObserver(() => chart.resize());
  size.observe(box);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const theme = new MutationObserver(paint);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  scheme.addEventListener('change', paint);
  return () => {
    size.disconnect();
    theme.disconnect();
    scheme.removeEventListener('change', paint);
    chart.dispose();
  };
}
