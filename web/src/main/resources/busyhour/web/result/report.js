'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const { result, series, groups, endpoints, distributions, verdict } = data;
  const root = document.getElementById('report');
  const charts = [];

  // ---- words and numbers -------------------------------------------------------------------------------------------
  const esc = text => String(text).replace(/[&<>"']/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }[c]));
  const num = value => {
    if (value === null || value === undefined) return '–';
    if (Number.isInteger(value)) return value.toLocaleString('en-US');
    const digits = Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(Math.abs(value)))));
    const text = value.toFixed(digits).replace(/\.?0+$/, '');
    return Math.abs(value) >= 1000 ? Number(text).toLocaleString('en-US') : text;
  };
  const stat = (key, name) => result.metrics[key] ? result.metrics[key][name] : null;
  const duration = ms => {
    const s = Math.round(ms / 1000);
    return s >= 3600 ? `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min`
      : s >= 60 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${s} s`;
  };
  const el = (html, parent = root) => {
    const holder = document.createElement('template');
    holder.innerHTML = html.trim();
    const node = holder.content.firstElementChild;
    parent.append(node);
    return node;
  };
  const lossShare = () => {
    const lost = stat('packets_lost', 'sum'), received = stat('packets_received', 'sum');
    return lost === null || received === null || lost + received === 0 ? null : 100 * lost / (lost + received);
  };
  const severity = outcome => outcome === 'SUCCESS' ? '' : outcome === 'COMPLETED_WITH_WARNINGS' ? 'warn' : 'bad';

  // ---- verdict first -----------------------------------------------------------------------------------------------
  document.title = `${result.run.name} – Busyhour`;
  const passed = result.run.exitCode === 0;
  const started = new Date(result.run.startedAt);
  const head = el(`<header><div><h1>${esc(result.run.name)}</h1><p class="meta">${esc(started.toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'medium' }))}
    · ${duration(result.run.durationMs)} · ${num(result.endpoints.planned)} endpoints · run <code>${esc(result.run.id)}</code></p></div></header>`);
  const theme = el('<button type="button"></button>', head);

  const held = result.thresholds.filter(t => t.passed).length;
  const objective = result.thresholds.length === 0 ? 'The plan names no thresholds.'
    : held === result.thresholds.length ? `All ${held} thresholds hold.` : `${result.thresholds.length - held} of ${result.thresholds.length} thresholds failed.`;
  el(`<section class="verdict ${passed ? '' : 'bad'}"><div class="mark">${passed ? '✓' : '✗'}</div><div><strong>${esc(verdict.title)}</strong>
    <span>${esc(verdict.detail ? verdict.detail + ' ' : '')}${esc(objective)} Exit code ${result.run.exitCode}.</span></div></section>`);

  const loss = lossShare();
  const tiles = [
    ['Calls answered', `${num(result.calls.answered)} <small>of ${num(result.calls.offered)}</small>`, `ASR ${num(result.calls.asr)} % · NER ${num(result.calls.ner)} %`],
    ['MOS', num(stat('mos', 'avg')), stat('mos', 'p5') === null ? 'no published values for the codec' : `5 % of seconds below ${num(stat('mos', 'p5'))}`],
    ['Setup time p95', `${num(stat('call_setup_time_ms', 'p95'))} <small>ms</small>`, `median ${num(stat('call_setup_time_ms', 'p50'))} ms`],
    ['Jitter p95', `${num(stat('jitter_ms', 'p95'))} <small>ms</small>`, `largest ${num(stat('jitter_ms', 'max'))} ms`],
    ['Packets lost', `${loss === null ? '–' : num(loss)} <small>%</small>`, `${num(stat('packets_lost', 'sum'))} of ${num(stat('packets_sent', 'sum'))}`],
    ['Registered', `${num(result.endpoints.registered)} <small>of ${num(result.endpoints.planned)}</small>`,
      stat('registration_time_ms', 'p95') === null ? 'or listening' : `p95 ${num(stat('registration_time_ms', 'p95'))} ms`],
  ];
  const hasVideo = stat('frame_rate_received', 'count') > 0;
  if (hasVideo) {
    tiles.push(['Video', `${num(stat('frame_rate_received', 'avg'))} <small>fps</small>`,
      `${num(Math.round((stat('video_bitrate_bps', 'avg') ?? 0) / 1000))} kbit/s · ${num(stat('freeze_count', 'sum'))} freezes`]);
  }
  const tileRow = el('<section class="tiles"></section>');
  for (const [label, value, more] of tiles) {
    el(`<div class="tile"><div class="label">${label}</div><div class="value">${value}</div><div class="more">${more}</div></div>`, tileRow);
  }

  if (result.thresholds.length > 0) {
    el('<h2>Thresholds</h2>');
    el(`<div class="card scroll"><table><thead><tr><th style="width:1%"></th><th>Threshold</th><th class="n">Measured</th></tr></thead><tbody>${
      result.thresholds.map(t => `<tr><td class="${t.passed ? 'ok' : 'no'}">${t.passed ? '✓ holds' : '✗ failed'}</td><td><code>${esc(t.threshold)}</code></td>
        <td class="n">${t.value === null ? 'not measured' : num(t.value)}</td></tr>`).join('')}</tbody></table></div>`);
  }

  // ---- the search for the highest load -----------------------------------------------------------------------------
  const search = result.findMax;
  if (search) {
    el('<h2>Search for the highest load</h2>');
    const most = Math.max(1, ...search.steps.map(s => s.level));
    const mark = s => s.outcome === 'held' ? '<td class="ok">✓ held</td>' : `<td class="${s.outcome === 'broke' ? 'no' : 'why'} wrap">✗ ${esc(s.limits.join(', '))}</td>`;
    el(`<div class="card scroll"><h3>${esc(search.words)}</h3><p class="why">${esc(search.unit)} of ${esc(search.group)}, until ${esc(search.until.join(', '))} breaks, each judged over the calls and seconds of its step</p>
      <table><thead><tr><th>Step</th><th class="n">Load</th><th style="width:22%"></th><th class="n">Offered</th><th class="n">Answered</th><th class="n">Dropped</th><th class="n">ASR, %</th><th class="n">Calls up</th>
      <th class="n">Setup p95, ms</th><th class="n">MOS</th><th class="n">Shard busy</th><th class="n">Lateness p99, µs</th><th>Outcome</th></tr></thead><tbody>${
      search.steps.map(s => `<tr><td>${esc(s.phase)}${s.attempt > 1 ? ` (try ${s.attempt})` : ''}</td><td class="n">${esc(s.text)}</td>
        <td><div class="bar" style="width:${100 * s.level / most}%;margin-top:7px${s.outcome === 'held' ? '' : ';background:var(--c5)'}"></div></td>
        <td class="n">${num(s.offered)}</td><td class="n">${num(s.answered)}</td><td class="n">${num(s.dropped)}</td><td class="n">${num(s.asr)}</td><td class="n">${num(s.concurrent)}</td>
        <td class="n">${num(s.setupP95Ms)}</td><td class="n">${num(s.mosAvg)}</td><td class="n">${num(Math.round(1000 * s.shardBusyRatio) / 10)} %</td><td class="n">${num(s.sendLatenessP99Us)}</td>${mark(s)}</tr>`).join('')}</tbody></table></div>`);
  }

  // ---- how it ended ------------------------------------------------------------------------------------------------
  const counts = (title, map, why, classOf = () => '') => {
    const entries = Object.entries(map);
    const most = Math.max(1, ...entries.map(e => e[1]));
    return `<div class="card"><h3>${title}</h3><p class="why">${why}</p>${entries.length === 0 ? '<p class="why">none</p>' : `<table><tbody>${
      entries.map(([name, count]) => `<tr><td style="width:1%;white-space:nowrap">${classOf(name) === null ? esc(name)
        : `<span class="pill ${classOf(name)}">${esc(name)}</span>`}</td>
        <td><div class="bar" style="width:${100 * count / most}%;margin-top:7px"></div></td><td class="n" style="width:1%">${num(count)}</td></tr>`).join('')}</tbody></table>`}</div>`;
  };
  el('<h2>How it ended</h2>');
  const ended = el('<section class="grid"></section>');
  el(counts('Outcomes', result.endpoints.outcomes, 'of the endpoints', severity), ended);
  el(counts('Call results and final SIP codes', { ...result.calls.results, ...Object.fromEntries(Object.entries(result.calls.sipCodes)
    .map(([code, count]) => ['SIP ' + code, count])) }, 'of the calls', name => name === 'answered' || name === 'SIP 200' ? '' : 'bad'), ended);
  const calling = Object.entries(result.groups).filter(([, group]) => group.calls && group.calls.offeredPerSecond !== null);
  if (calling.length > 0) {
    el(`<div class="card"><h3>How calls arrived</h3><p class="why">calls a second: begun of offered; INVITE after the intended time, p99</p><table><tbody>${
      calling.map(([name, { calls }]) => `<tr><td>${esc(name)}</td><td class="n">${num(calls.startedPerSecond)} of ${num(calls.offeredPerSecond)}/s</td>
        <td class="n">${num(calls.startDelayMs.p99)} ms</td><td class="${calls.dropped === 0 ? 'ok' : 'no'}">${num(calls.dropped)} dropped</td></tr>
        ${Object.entries(calls.dropReasons).map(([why, n]) => `<tr><td></td><td class="why" colspan="3">${num(n)} × ${esc(why)}</td></tr>`).join('')}`)
        .join('')}</tbody></table></div>`, ended);
  }

  // ---- media -------------------------------------------------------------------------------------------------------
  const spread = (s, unit) => s ? `${num(s.avg)} / ${num(s.p5)} / ${num(s.p50)} / ${num(s.p95)}${unit}` : '–';
  const listed = (title, why, rows) => `<div class="card"><h3>${title}</h3><p class="why">${why}</p><table><tbody>${
    rows.map(([label, value]) => `<tr><td>${label}</td><td class="n wrap">${value}</td></tr>`).join('')}</tbody></table></div>`;
  const values = key => result.metrics[key] ? esc(Object.entries(result.metrics[key].values).map(([v, n]) => `${v} ${num(n)}`).join(', ')) : '–';
  const protectedBy = Object.entries(result.endpoints.security ?? {});
  el('<h2>Media</h2>');
  const media = el('<section class="grid"></section>');
  el(listed('Codecs and encryption', 'as negotiated, by endpoints', [['audio codecs', values('audio_codec.send')],
    ...(hasVideo ? [['video codecs', values('video_codec.send')]] : []),
    ['encryption', protectedBy.length === 0 ? '–' : esc(protectedBy.map(([word, n]) => `${word} ${num(n)}`).join(', '))]]), media);
  el(listed('Whole calls', 'mean / p5 / median / p95; each end of ours counts', [['MOS', spread(result.calls.mos, '')],
    ['share of calls below MOS 3.5', result.calls.mosBelow35Percent === null ? '–' : `${num(result.calls.mosBelow35Percent)} %`],
    ['time to greeting', spread(result.calls.timeToGreetingMs, ' ms')], ['talk ratio of the peer', spread(result.calls.talkRatio, '')],
    ['turn latency', spread(result.metrics.turn_latency_ms, ' ms')],
    ...(result.calls.mediaScore ? [['received compared with sent audio', `${spread(result.calls.mediaScore, '')} of 100`]] : [])]), media);
  if (hasVideo) {
    el(listed('Video', 'received; mean / p5 / median / p95', [['frames a second', spread(result.metrics.frame_rate_received, '')],
      ['bit rate', stat('video_bitrate_bps', 'avg') === null ? '–' : `${num(Math.round(stat('video_bitrate_bps', 'avg') / 1000))} kbit/s`],
      ['picture', stat('resolution_mpix', 'p50') === null ? '–' : `${num(stat('resolution_mpix', 'p50'))} Mpixel`],
      ['freezes', `${num(stat('freeze_count', 'sum'))}, ${num(Math.round((stat('freeze_duration_ms', 'avg') ?? 0) * (stat('freeze_duration_ms', 'count') ?? 0)) / 1000)} s in all`],
      ['frames incomplete', num(stat('frames_incomplete', 'sum'))], ['key frames asked for', num(stat('keyframe_requests_sent', 'sum'))],
      ['packets lost / asked again', `${num(stat('video.packets_lost', 'sum'))} / ${num(stat('nack_sent', 'sum'))}`],
      ['sound before picture', spread(result.metrics.av_sync_ms, ' ms')]]), media);
  }

  if ((data.failedActions ?? []).length > 0) {
    el('<h2>Failed actions</h2>');
    el(`<div class="card scroll"><table><thead><tr><th>Group</th><th class="n">Action</th><th class="n">Step</th><th>What</th><th>Why</th><th class="n">SIP</th><th class="n">Times</th></tr></thead><tbody>${
      data.failedActions.map(f => `<tr><td>${esc(f.group)}</td><td class="n">${f.action}</td><td class="n">${f.step}</td><td>${esc(f.kind)}</td><td class="wrap">${esc(f.reason)}</td>
        <td class="n">${f.statusCode || '–'}</td><td class="n">${num(f.count)}</td></tr>`).join('')}</tbody></table></div>`);
  }

  // ---- charts ------------------------------------------------------------------------------------------------------
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const time = s => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
  const base = () => ({
    animation: false, textStyle: { fontFamily: 'system-ui, sans-serif' },
    grid: { left: 8, right: 14, top: 34, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 8, itemGap: 14, icon: 'roundRect', textStyle: { color: colour('soft'), fontSize: 12 } },
    tooltip: { trigger: 'axis', confine: true, backgroundColor: colour('card'), borderColor: colour('axis'), padding: [6, 10],
      textStyle: { color: colour('ink'), fontSize: 12 }, valueFormatter: num, axisPointer: { lineStyle: { color: colour('axis') } } },
  });
  const xTime = () => ({ type: 'category', data: series.second.map(time), boundaryGap: false, axisLine: { lineStyle: { color: colour('axis') } },
    axisTick: { show: false }, axisLabel: { color: colour('faint'), fontSize: 11, hideOverlap: true } });
  const yValue = extra => ({ type: 'value', axisLabel: { color: colour('faint'), fontSize: 11 }, splitNumber: 4,
    splitLine: { lineStyle: { color: colour('line') } }, ...extra });
  const lines = (definitions, y = {}) => () => ({ ...base(), xAxis: xTime(), yAxis: yValue(y),
    series: definitions.map(([name, values, c, extra]) => ({ name, type: 'line', data: values, showSymbol: values.length < 2, lineStyle: { width: 2 },
      color: colour(c), connectNulls: false, ...extra })) });
  const chart = (parent, title, why, option, connect = true) => {
    const card = el(`<div class="card"><h3>${title}</h3><p class="why">${why}</p><div class="chart"></div></div>`, parent);
    charts.push({ node: card.querySelector('.chart'), option, connect });
  };

  el('<h2>Over time</h2>');
  const overTime = el('<section class="grid"></section>');
  if (series.second.length === 0) {
    el('<p class="why">Nothing was measured.</p>', overTime);
  } else {
    chart(overTime, 'Calls', 'started, answered and failed in each second', lines([
      ['started', series.started, 'c1'], ['answered', series.answered, 'c2'], ['failed', series.failed, 'c5']], { minInterval: 1 }));
    chart(overTime, 'Concurrent calls', 'up at the end of each second', lines([
      ['calls', series.concurrent, 'c1', { areaStyle: { opacity: .12 } }]], { minInterval: 1 }));
    if (stat('mos', 'avg') !== null) chart(overTime, 'MOS', 'conversational, ITU-T G.107; 5 % of the streams are at or below the lower line', lines([
      ['average', series.mosAvg, 'c1'], ['p5', series.mosP5, 'c7']], { scale: true, max: v => Math.min(5, Math.ceil(v.max * 5 + .5) / 5), min: v => Math.max(1, Math.floor(v.min * 5 - .5) / 5) }));
    chart(overTime, 'Setup time', 'INVITE to 200 of the calls answered in each second, ms', lines([
      ['median', series.setupP50Ms, 'c1', { showSymbol: true, symbolSize: 4 }], ['p95', series.setupP95Ms, 'c7', { showSymbol: true, symbolSize: 4 }]]));
    chart(overTime, 'Jitter', 'RFC 3550, on kernel timestamps, ms', lines([
      ['average', series.jitterAvgMs, 'c1'], ['p95', series.jitterP95Ms, 'c7']]));
    chart(overTime, 'Loss', 'mean over the streams, %', lines([['loss', series.lossPercent, 'c5', { areaStyle: { opacity: .12 } }]],
      { min: 0, max: v => Math.max(1, Math.ceil(v.max)), splitNumber: 2 }));
    if (hasVideo) {
      chart(overTime, 'Frame rate', 'complete video frames received in each second; 5 % of the streams are at or below the lower line', lines([
        ['average', series.frameRateAvg, 'c1'], ['p5', series.frameRateP5, 'c7']]));
      chart(overTime, 'Video bit rate', 'mean of the received streams, kbit/s', lines([['bit rate', series.videoKbps, 'c1', { areaStyle: { opacity: .12 } }]]));
      chart(overTime, 'Freezes', 'mean frozen time of the streams in each second, ms', lines([['frozen', series.freezeMs, 'c5', { areaStyle: { opacity: .12 } }]],
        { min: 0, max: v => Math.max(10, Math.ceil(v.max)) }));
    }
    const phases = Object.entries(series.phases).filter(([, values]) => values.some(v => v > 0));
    chart(overTime, 'Endpoint phases', 'how many endpoints are where', () => ({ ...base(), xAxis: xTime(), yAxis: yValue({ minInterval: 1 }),
      series: phases.map(([name, values], i) => ({ name: name.toLowerCase(), type: 'line', stack: 'phases', data: values, showSymbol: false,
        lineStyle: { width: 0 }, areaStyle: { opacity: .75 }, color: colour('c' + (i % 8 + 1)) })) }));
  }

  // ---- distributions -----------------------------------------------------------------------------------------------
  const setup = result.metrics.call_setup_time_ms;
  const shown = Object.values(distributions);
  if (setup || shown.length > 0) {
    el('<h2>Distributions</h2>');
    const spread = el('<section class="grid"></section>');
    if (setup) {
      const names = ['min', 'p50', 'p90', 'p95', 'p99', 'p999', 'max'];
      chart(spread, 'Setup time percentiles', `INVITE to 200, ms, over ${num(setup.count)} calls`, () => ({ ...base(), legend: { show: false },
        grid: { left: 8, right: 14, top: 26, bottom: 4, containLabel: true },
        xAxis: { type: 'category', data: names.map(n => n === 'p50' ? 'median' : n === 'p999' ? 'p99.9' : n), axisTick: { show: false },
          axisLine: { lineStyle: { color: colour('axis') } }, axisLabel: { color: colour('faint'), fontSize: 11 } }, yAxis: yValue({}),
        series: [{ name: 'ms', type: 'bar', data: names.map(n => setup[n]), color: colour('c1'), barMaxWidth: 34, itemStyle: { borderRadius: [4, 4, 0, 0] },
          label: { show: true, position: 'top', color: colour('soft'), fontSize: 11, formatter: p => num(p.value) } }] }), false);
    }
    for (const d of shown) {
      const labels = d.counts.map((_, i) => num(d.min + i * d.step));
      chart(spread, d.title, `${d.why}, ${esc(d.unit)}`, () => ({ ...base(), legend: { show: false },
        grid: { left: 8, right: 14, top: 14, bottom: 4, containLabel: true },
        tooltip: { ...base().tooltip, formatter: p => `${num(d.min + p[0].dataIndex * d.step)} to ${num(d.min + (p[0].dataIndex + 1) * d.step)} ${esc(d.unit)}<br><b>${num(p[0].value)}</b>` },
        xAxis: { type: 'category', data: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: colour('axis') } },
          axisLabel: { color: colour('faint'), fontSize: 11, hideOverlap: true } }, yAxis: yValue({ minInterval: 1 }),
        series: [{ type: 'bar', data: d.counts, color: colour('c1'), barCategoryGap: '12%', barMaxWidth: 40, itemStyle: { borderRadius: [3, 3, 0, 0] } }] }), false);
    }
  }

  // ---- groups ------------------------------------------------------------------------------------------------------
  const groupStat = (name, key, statistic) => {
    const metric = result.groups[name] && result.groups[name].metrics[key];
    return metric ? metric[statistic] : null;
  };
  const ofGroup = (name, key) => result.groups[name] ? result.groups[name][key] : null;
  el('<h2>Groups</h2>');
  el(`<div class="card scroll"><table><thead><tr><th>Group</th><th>Does</th><th>Codecs</th><th class="n">Endpoints</th><th class="n">MOS avg</th><th class="n">MOS p5</th><th class="n">Below 3.5, %</th><th class="n">Greeting p95, ms</th><th class="n">Talk ratio</th>
    <th class="n">Jitter p95, ms</th><th class="n">Lost packets</th><th class="n">Round trip p95, ms</th><th class="n">Setup p95, ms</th></tr></thead><tbody>${
    groups.map(g => `<tr><td class="wrap">${esc(g.name)}</td><td class="wrap">${esc(g.does)}</td><td>${esc(g.codecs)}</td><td class="n">${num(g.endpoints)}</td>
      <td class="n">${num(groupStat(g.name, 'mos', 'avg'))}</td><td class="n">${num(groupStat(g.name, 'mos', 'p5'))}</td><td class="n">${num(ofGroup(g.name, 'mosBelow35Percent'))}</td>
      <td class="n">${num(ofGroup(g.name, 'timeToGreetingMs')?.p95)}</td><td class="n">${num(ofGroup(g.name, 'talkRatio')?.avg)}</td><td class="n">${num(groupStat(g.name, 'jitter_ms', 'p95'))}</td>
      <td class="n">${num(groupStat(g.name, 'packets_lost', 'sum'))}</td><td class="n">${num(groupStat(g.name, 'rtt_ms', 'p95'))}</td>
      <td class="n">${num(groupStat(g.name, 'call_setup_time_ms', 'p95'))}</td></tr>`).join('')}</tbody></table></div>`);

  // ---- worst endpoints ---------------------------------------------------------------------------------------------
  el('<h2>Worst endpoints</h2>');
  el(`<div class="card scroll"><table><thead><tr><th class="n">Endpoint</th><th>Group</th><th>Outcome</th><th class="n">SIP</th><th>Detail</th><th class="n">Calls</th><th>Codecs</th><th>Encryption</th>
    <th class="n">Worst MOS</th><th class="n">MOS avg</th><th class="n">Worst call</th><th class="n">Jitter max, ms</th><th class="n">Lost</th><th class="n">Setup, ms</th></tr></thead><tbody>${
    endpoints.map(e => `<tr><td class="n">${e.endpoint}</td><td class="wrap">${esc(e.group)}</td><td>${e.outcome ? `<span class="pill ${severity(e.outcome)}">${esc(e.outcome)}</span>`
      : `<span class="pill warn">${esc(e.phase)}</span>`}</td><td class="n">${e.statusCode || '–'}</td><td class="wrap">${esc(e.detail)}</td><td class="n">${e.calls}</td><td>${esc(e.codecs || '–')}</td>
      <td class="wrap">${esc(e.security || '–')}</td><td class="n">${num(e.mosMin)}</td><td class="n">${num(e.mosAvg)}</td><td class="n">${num(e.callMosMin)}</td><td class="n">${num(e.jitterMaxMs)}</td><td class="n">${num(e.packetsLost)}</td>
      <td class="n">${num(e.setupMs)}</td></tr>`).join('')}</tbody></table></div>`);

  // ---- generator ---------------------------------------------------------------------------------------------------
  const engine = result.engine;
  const share = ratio => ratio === null ? '–' : num(Math.round(1000 * ratio) / 10) + ' %';
  const health = (limit, value, label, why) => {
    const bad = [...engine.limits, ...engine.warnings].find(passed => passed.limit === limit);
    return `<tr><td class="${bad ? 'no' : 'ok'}">${bad ? '✗' : '✓'}</td><td>${label}</td><td class="n">${value}</td><td class="why wrap">${bad ? esc(bad.advice) : why}</td></tr>`;
  };
  el('<h2>The generator</h2>');
  el(`<div class="card scroll"><h3>${engine.overloaded ? 'It was the limit: this result does not count' : 'It was not the limit'}</h3>
    <p class="why">over the steady part of the run</p><table><tbody>${
    health('shardBusyRatio', share(engine.shardBusyRatio), 'busiest shard', 'at most 80 %')}${
    health('sendLatenessUs.p99', num(engine.sendLatenessUs.p99) + ' µs', 'send lateness p99', 'at most 1,000 µs')}${
    health('kernelDrops', num(engine.kernelDrops), 'datagrams dropped by the kernel', 'none')}${
    health('packetsSkipped', num(engine.packetsSkipped), 'packets never sent', 'none')}</tbody></table>
    <h3>What may spoil the next</h3><table><tbody>${
    health('stealRatio', share(engine.stealRatio), 'taken by the hypervisor', 'at most 1 % of a shard’s core')}${
    health('coreWaitRatio', share(engine.coreWaitRatio), 'waited for a core', 'at most 1 % of the time')}${
    health('gcPauseMaxMs', num(engine.gcPauseMaxMs) + ' ms', 'longest garbage collection pause', 'at most 1 ms')}${
    health('publisherLagMs', num(engine.publisherLagMs) + ' ms', 'records on their way', 'at most 2,000 ms')}${
    health('recordsLost', num(engine.recordsLost), 'records lost', 'none')}
    <tr><td class="${result.calls.dropped === 0 ? 'ok' : 'no'}">${result.calls.dropped === 0 ? '✓' : '✗'}</td><td>calls that could not be started</td><td class="n">${num(result.calls.dropped)}</td>
      <td class="why">offered ${num(result.calls.offered)}, started ${num(result.calls.started)}</td></tr></tbody></table></div>`);
  const generator = el('<section class="grid"></section>');
  el(`<div class="card"><h3>How it sent and ran</h3><p class="why">${num(engine.shards)} shard${engine.shards === 1 ? '' : 's'}, ${num(engine.peakEndpoints)} endpoints at once</p><table><tbody>${[
    ['send lateness, median / p99.9 / max', `${num(engine.sendLatenessUs.p50)} / ${num(engine.sendLatenessUs.p999)} / ${num(engine.sendLatenessUs.max)} µs`],
    ['media packets sent / received', `${num(engine.packetsSent)} / ${num(engine.packetsReceived)}`],
    ['longest duty cycle', `${num(engine.dutyCycleMaxUs)} µs`],
    ['allocated by shard threads', `${num(engine.allocatedBytesPerSecond)} B/s`],
    ['CPU time of the worker', `${num(engine.cpuSeconds)} s`],
    ['first INVITE after the command', `${num(engine.firstInviteMs)} ms`],
    ['packets that the kernel did not take', num(engine.sendRefusals)],
  ].map(([label, value]) => `<tr><td>${label}</td><td class="n">${value}</td></tr>`).join('')}</tbody></table></div>`, generator);
  el(`<div class="card scroll"><h3>Each shard</h3><p class="why">over the steady part of the run</p><table><thead><tr><th>Shard</th><th class="n">Core</th><th class="n">Busy</th>
    <th class="n">Lateness p99, µs</th><th class="n">Max, µs</th><th class="n">Longest cycle, µs</th><th class="n">Steal</th><th class="n">Wait</th></tr></thead><tbody>${
    engine.perShard.map(s => `<tr><td>${s.shard}</td><td class="n">${s.core ?? '–'}</td><td class="n">${share(s.shardBusyRatio)}</td><td class="n">${num(s.sendLatenessUs.p99)}</td>
      <td class="n">${num(s.sendLatenessUs.max)}</td><td class="n">${num(s.dutyCycleMaxUs)}</td><td class="n">${share(s.stealRatio)}</td><td class="n">${share(s.coreWaitRatio)}</td></tr>`).join('')}</tbody></table></div>`, generator);

  // ---- everything else ---------------------------------------------------------------------------------------------
  el('<h2>Every metric</h2>');
  const measured = Object.entries(result.metrics).filter(([, m]) => m !== null);
  const unmeasured = Object.entries(result.metrics).filter(([, m]) => m === null).map(([key]) => key);
  const names = ['count', 'min', 'avg', 'p5', 'p50', 'p95', 'p99', 'max', 'sum'];
  const all = el(`<div class="card"><details><summary>${measured.length} measured, ${unmeasured.length} not measured in this run</summary>
    <input type="search" placeholder="find a metric" aria-label="find a metric"><div class="scroll"><table><thead><tr><th>Metric</th><th>Unit</th>${
    names.map(n => `<th class="n">${n}</th>`).join('')}</tr></thead><tbody>${measured.map(([key, m]) => `<tr data-key="${esc(key)}"><td><code>${esc(key)}</code></td>${
    m.values ? `<td></td><td class="wrap" colspan="${names.length}">${Object.entries(m.values).map(([v, n]) => `${esc(v)}: ${num(n)}`).join(', ')}</td>`
      : `<td>${esc(m.unit)}</td>${names.map(n => `<td class="n">${m[n] === undefined ? '' : num(m[n])}</td>`).join('')}`}</tr>`).join('')}</tbody></table></div>
    <p class="why" style="margin-top:12px">Not measured: ${unmeasured.map(esc).join(', ')}</p></details></div>`);
  all.querySelector('input').addEventListener('input', event => {
    for (const row of all.querySelectorAll('tr[data-key]')) row.hidden = !row.dataset.key.includes(event.target.value.trim());
  });

  el('<h2>What produced it</h2>');
  el(`<div class="card"><dl class="facts">${Object.entries(result.producedBy).filter(([k]) => k !== 'hostName').map(([k, v]) =>
    `<dt>${esc(k.replace(/([A-Z])/g, ' $1').toLowerCase())}</dt><dd>${k.toLowerCase().includes('flags') ? `<code>${esc(v)}</code>` : esc(v)}</dd>`).join('')}</dl></div>`);
  el('<footer>Percentiles by HdrHistogram over endpoint-seconds (gauges) or calls (one-shots). A dash was not measured; nothing is estimated. '
    + 'MOS is an estimate by the E-model (ITU-T G.107), not a listening test; without a measured round trip its delay counts only what is known.</footer>');

  // ---- light and dark ----------------------------------------------------------------------------------------------
  const draw = () => {
    for (const c of charts) {
      if (c.instance) c.instance.dispose();
      c.instance = echarts.init(c.node, null, { renderer: 'canvas' });
      if (c.connect) c.instance.group = 'time';
      c.instance.setOption(c.option());
    }
    echarts.connect('time');
  };
  const show = dark => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    theme.textContent = dark ? 'Light' : 'Dark';
    draw();
  };
  const preferred = window.matchMedia('(prefers-color-scheme: dark)');
  let dark = location.hash === '#dark' || location.hash !== '#light' && preferred.matches;
  theme.addEventListener('click', () => show(dark = !dark));
  preferred.addEventListener('change', event => show(dark = event.matches));
  window.addEventListener('resize', () => charts.forEach(c => c.instance.resize()));
  show(dark);
  document.documentElement.dataset.ready = 'true';
})();
