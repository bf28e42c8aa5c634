/** The retention curve on uPlot's canvas: an area that fills its place, in the colours of the theme. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Dashboard } from "../../generated/messages.ts";
import { timeCode } from "../../ui/format/numbers.ts";
import { theme } from "../shell/theme.ts";
import { ceiling } from "./scale.ts";

const HEIGHT = 248;
/** Steps of the time axis in seconds, from 1 s to 4 h. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];

export interface RetentionChart {
  element: RefObject<HTMLDivElement | null>;
  /** Points at one entry of the counts, or at none. */
  point(index: number | null): void;
  /** The position of an entry, in px from the left of the element. */
  left(index: number): number;
}

export function useRetentionChart(
  curve: Dashboard["retention"],
  onPoint: (index: number | null) => void,
): RetentionChart {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const colours = theme.value;

  // The theme is not used but decides the colours
  useEffect(() => {
    const host = element.current;
    if (!host) return;
    const plot = new uPlot(options(host, onPoint), series(curve), host);
    chart.current = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: host.clientWidth, height: HEIGHT }));
    observer.observe(host);
    return () => {
      observer.disconnect();
      plot.destroy();
      chart.current = null;
    };
  }, [colours]);

  useEffect(() => {
    chart.current?.setData(series(curve));
  }, [curve]);

  return {
    element,
    point(index) {
      const plot = chart.current;
      if (!plot) return;
      onPoint(index);
      const left = index === null ? -10 : plot.valToPos(index * curve.step_s, "x");
      plot.setCursor({ left, top: index === null ? -10 : 10 });
    },
    left(index) {
      const plot = chart.current;
      if (!plot) return 0;
      return plot.valToPos(index * curve.step_s, "x") + plot.bbox.left / devicePixelRatio;
    },
  };
}

function series({ step_s, counts }: Dashboard["retention"]): uPlot.AlignedData {
  return [counts.map((_, index) => index * step_s), counts];
}

function options(host: HTMLElement, onPoint: (index: number | null) => void): uPlot.Options {
  const colour = (name: string) => resolved(host, name);
  const axis: uPlot.Axis = {
    stroke: colour("--ink-3"),
    font: `12px ${getComputedStyle(host).fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: host.clientWidth,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 9, width: 2 } },
    scales: {
      x: { time: false },
      y: { range: (_plot, _low, high) => [0, ceiling(high)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        incrs: STEPS,
        space: 72,
        gap: 8,
        size: 32,
        values: (_plot, splits) => splits.map(timeCode),
      },
      {
        ...axis,
        size: 40,
        splits: (_plot, _axis, _low, high) => [0, high / 2, high],
      },
    ],
    series: [
      {},
      { stroke: colour("--accent"), width: 2, fill: (plot) => fade(plot, host), points: { show: false } },
    ],
    hooks: {
      setCursor: [
        (plot) =>
          onPoint(plot.cursor.left !== undefined && plot.cursor.left >= 0 ? (plot.cursor.idx ?? null) : null),
      ],
    },
  };
}

/** The accent, strong at the line and gone at the ground. */
function fade(plot: uPlot, host: HTMLElement): CanvasGradient {
  const gradient = plot.ctx.createLinearGradient(0, plot.bbox.top, 0, plot.bbox.top + plot.bbox.height);
  const [red, green, blue] = resolved(host, "--accent").match(/\d+/g) ?? ["0", "0", "0"];
  gradient.addColorStop(0, `rgb(${red} ${green} ${blue} / 32%)`);
  gradient.addColorStop(1, `rgb(${red} ${green} ${blue} / 3%)`);
  return gradient;
}

/** A custom property as the colour it stands for in this theme, which a canvas cannot work out itself. */
function resolved(host: HTMLElement, name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  host.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
