import { describe, expect, it } from 'vitest';
import { STATE_ENCODINGS } from '../../../../main/engine/report/encoding';
import { renderSvg } from '../../../../main/engine/report/render-svg';
import { buildScene } from '../../../../main/engine/report/scene';
import { INITIAL_VIEW } from '../../../../main/engine/report/view-state';
import { edge, threeTierSample, workload } from './sample-rehearsal';

const scene = buildScene(threeTierSample(), { ...INITIAL_VIEW, world: 'promoted' });

describe('the SVG of a scene', () => {
  it('is one image with title, description, caption and legend as text, and the same bytes every time', () => {
    const svg = renderSvg(scene, { title: 'Step 4', caption: 'once promoted' });
    expect(svg).toBe(renderSvg(scene, { title: 'Step 4', caption: 'once promoted' }));
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" role="img" aria-labelledby="title description"/,
    );
    expect(svg).toContain('<title id="title">Step 4</title>');
    expect(svg).toContain('>once promoted</text>');
    for (const { word } of Object.values(STATE_ENCODINGS)) expect(svg).toContain(`>${word}</text>`);
    expect(svg).toContain('>backend</text>');
  });

  it('is light on white unless told otherwise, and holds nothing from elsewhere', () => {
    const light = renderSvg(scene, { title: 'a', caption: '' });
    expect(light).toContain('fill="#FFFFFF"');
    expect(light).toContain(STATE_ENCODINGS['only-by-net'].colour.light);
    expect(light).not.toMatch(/<(script|style|image|foreignObject|use)|href=|url\(/);
    expect(renderSvg(scene, { title: 'a', caption: '', theme: 'dark' })).toContain(STATE_ENCODINGS.live.colour.dark);
  });

  it('escapes everything that others wrote', () => {
    const hostile = workload('prod', '<script>"&\u0000\'');
    const target = workload('prod', 'b');
    const svg = renderSvg(
      buildScene({ parties: [hostile, target], edges: [edge(hostile, target, 'tcp 1', 'ddddd')] }, INITIAL_VIEW),
      {
        title: '</title><script>',
        caption: '"&"',
      },
    );
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u0000');
    expect(svg).toContain('&lt;/title&gt;&lt;script&gt;');
    expect(svg).toContain('&quot;&amp;&quot;');
  });

  it('pales what a query leaves out, and stacks what a closed group holds', () => {
    const parties = [
      workload('prod', 'web'),
      workload('prod', 'db'),
      workload('data', 'cache'),
      workload('data', 'db'),
    ];
    const [web, db, cache] = parties;
    if (web === undefined || db === undefined || cache === undefined) throw new Error('no parties');
    const edges = [edge(web, db, 'tcp 1', 'aaand'), edge(web, cache, 'tcp 1', 'aaand')];
    const groups = (svg: string) =>
      [...svg.matchAll(/<g data-id="([^"]+)" opacity="([^"]+)">/g)].map(([, id, opacity]) => `${id} ${opacity}`);
    const open = { ...INITIAL_VIEW, find: 'to=cache', mode: 'next' } as const;
    const svg = renderSvg(buildScene({ parties, edges }, open), { title: 'a', caption: '' });
    expect(groups(svg).toSorted()).toEqual([
      'workload:data/cache 1',
      'workload:data/db 0.35',
      'workload:prod/db 0.35',
      'workload:prod/web 1',
    ]);
    const closed = renderSvg(buildScene({ parties, edges }, { ...INITIAL_VIEW, expanded: ['namespace:prod'] }), {
      title: 'a',
      caption: '',
    });
    const stacked = /<g data-id="namespace:data" opacity="1">(.*?)<\/g>/.exec(closed)?.[1] ?? '';
    expect(stacked.match(/<rect /g)).toHaveLength(2);
  });
});
