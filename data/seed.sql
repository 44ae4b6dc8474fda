-- The published commitments of 聊城市 for the plan year 2024: the first contents of the ledger.
--
-- Where it comes from: the press conference 聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场,
-- where 市住房和城乡建设局 (市住建局, items 1-11) and 市城市管理局 (市城管局, items 12-31) presented
-- their plans for 2024. `wording` quotes the text as it stands, misprints included.
--
-- What the document does not say is left out here (NULL) and must not be filled in by guessing:
--   * the date of the press conference;
--   * sub-units, named persons, co-leads;
--   * interim, monthly or quarterly targets;
--   * 2024 progress of any kind;
--   * weights, scores, penalties, budgets;
--   * the sites of the 30 complexes, 174 estates and 27 projects;
--   * the rank of 2023;
--   * the opening stock of the zero-out (its percentage cannot be computed until a department
--     supplies one);
--   * any due date for the 市城管局 items other than the year of the ranking.
--
-- `due_basis` tells where a due date comes from: 'stated' in the text, 'year only' (the plan year
-- and nothing more), or 'none stated'. Scopes marked (implied) and the unit of sewer-zero are
-- inferred, the text gives none. The short names (`alias`) are taken from the official name or
-- wording. The settings, units and unit aliases are this program's own, not the document's.
--
-- Form: one row per INSERT, columns named, nothing computed.

-- Settings.
INSERT INTO setting (key, value) VALUES ('title', '聊城市 2024');
INSERT INTO setting (key, value) VALUES ('time_zone', 'Asia/Shanghai');
INSERT INTO setting (key, value) VALUES ('reporting_day', 'friday');
INSERT INTO setting (key, value) VALUES ('yellow', '10');
INSERT INTO setting (key, value) VALUES ('red', '30');
INSERT INTO setting (key, value) VALUES ('ahead', '10');

-- Units, each with the smallest step a figure may have.
INSERT INTO unit (name, step) VALUES ('公里', '0.001');
INSERT INTO unit (name, step) VALUES ('个', '1');
INSERT INTO unit (name, step) VALUES ('处', '1');
INSERT INTO unit (name, step) VALUES ('部', '1');
INSERT INTO unit (name, step) VALUES ('项', '1');
INSERT INTO unit (name, step) VALUES ('名次', '1');
INSERT INTO unit (name, step) VALUES ('%', '0.01');

-- Other spellings of a unit: one alias unit is `size` units.
INSERT INTO unit_alias (alias, unit, size) VALUES ('km', '公里', '1');
INSERT INTO unit_alias (alias, unit, size) VALUES ('千米', '公里', '1');
INSERT INTO unit_alias (alias, unit, size) VALUES ('米', '公里', '0.001');
INSERT INTO unit_alias (alias, unit, size) VALUES ('m', '公里', '0.001');
INSERT INTO unit_alias (alias, unit, size) VALUES ('位', '名次', '1');
INSERT INTO unit_alias (alias, unit, size) VALUES ('名', '名次', '1');

-- The two departments that spoke.
INSERT INTO department (code, name, name_en) VALUES ('housing', '市住建局', 'Housing and Urban-Rural Development Bureau');
INSERT INTO department (code, name, name_en) VALUES ('city-management', '市城管局', 'City Management Bureau');

-- ---------------------------------------------------------------------------------------------
-- 市住建局: 城市品质提升攻坚行动, items 1-11
-- ---------------------------------------------------------------------------------------------

-- 1. Dongchang Road: speed-up of work under way, no figure.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        start, due, due_basis, scope, programme, wording, source)
VALUES (1, 'dongchang-road', 'housing', 'milestones',
        '东昌路绿色低碳改造',
        'Dongchang Road green low-carbon rebuild',
        'commit', '2024-01-01', '2024-12-31', 'year only', '东昌路',
        '城市品质提升攻坚行动 (Urban Quality Improvement Drive) / 城市更新 (Urban Renewal) / 重点做好五个方面工作 (Five Key Areas)',
        '提速东昌路绿色低碳改造',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('dongchang-road', '东昌路');
INSERT INTO alias (slug, alias) VALUES ('dongchang-road', '东昌路改造');
INSERT INTO remark (slug, position, text) VALUES ('dongchang-road', 1, '“提速” = speed up work already under way; no completion, length or milestone is promised');
INSERT INTO remark (slug, position, text) VALUES ('dongchang-road', 2, 'no % or km given');

-- 2. Trunk roads: planned and reserved, not built; the list of roads is open.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        start, due, due_basis, scope, programme, wording, source)
VALUES (2, 'trunk-roads', 'housing', 'milestones',
        '谋划储备主干道路绿色低碳改造（柳园路、兴华路等）',
        'Trunk-road green rebuilds planned and reserved',
        'commit', '2024-01-01', '2024-12-31', 'year only', '柳园路、兴华路等主干道路',
        '城市品质提升攻坚行动 (Urban Quality Improvement Drive) / 城市更新 (Urban Renewal) / 重点做好五个方面工作 (Five Key Areas)',
        '谋划储备柳园路、兴华路等主干道路绿色低碳改造',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('trunk-roads', '主干道路');
INSERT INTO alias (slug, alias) VALUES ('trunk-roads', '柳园路');
INSERT INTO alias (slug, alias) VALUES ('trunk-roads', '兴华路');
INSERT INTO remark (slug, position, text) VALUES ('trunk-roads', 1, '“谋划储备” = project planning/pipeline reserve, not construction');
INSERT INTO remark (slug, position, text) VALUES ('trunk-roads', 2, '“等” leaves the road list open');

-- 3. Combined sewer: at least 90 km over the year.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        target, unit, comparator,
                        start, due, due_as_written, due_basis, programme, wording, source)
VALUES (3, 'sewer', 'housing', 'quantity',
        '改造雨污合流管网',
        'Combined sewer pipe rebuilt',
        'commit', '90', '公里', '>=', '2024-01-01', '2024-12-31', '全年', 'stated',
        '城市品质提升攻坚行动 (Urban Quality Improvement Drive) / 城市更新 (Urban Renewal) / 重点做好五个方面工作 (Five Key Areas)',
        '全年改造雨污合流管网90公里以上',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('sewer', '雨污管网');
INSERT INTO alias (slug, alias) VALUES ('sewer', '合流管网');
INSERT INTO remark (slug, position, text) VALUES ('sewer', 1, '90公里以上 is below the 2023 result of 203公里: not a contradiction (remaining stock shrinks before zero-out) but a naive 同比 reads -55.7%');
INSERT INTO remark (slug, position, text) VALUES ('sewer', 2, '“改造” not defined (started / pipe laid / accepted)');
INSERT INTO remark (slug, position, text) VALUES ('sewer', 3, 'reaching 90 km does not by itself satisfy 清零 (sewer-zero)');

-- 4. Combined sewer down to zero: a remaining stock; how much remained at the start is not given.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        target, unit, comparator, opening, direction,
                        start, due, due_as_written, due_basis, scope, programme, wording, source)
VALUES (4, 'sewer-zero', 'housing', 'level',
        '城市建成区雨污合流管网清零',
        'Combined sewer run down to zero in the built-up area',
        'commit', '0', '公里', '=', NULL, 'down',
        '2024-01-01', '2024-12-31', '年底前', 'stated', '城市建成区',
        '城市品质提升攻坚行动 (Urban Quality Improvement Drive) / 城市更新 (Urban Renewal) / 重点做好五个方面工作 (Five Key Areas) / “两个清零”目标任务 (Two Zero-outs)',
        '年底前实现城市建成区雨污合流管网清零',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('sewer-zero', '雨污清零');
INSERT INTO alias (slug, alias) VALUES ('sewer-zero', '管网清零');
INSERT INTO remark (slug, position, text) VALUES ('sewer-zero', 1, 'remaining quantity at start of 2024 is not given, so a percent-complete cannot be computed until a department supplies it');
INSERT INTO remark (slug, position, text) VALUES ('sewer-zero', 2, 'zero is the target of a remaining stock, so progress counts down');
INSERT INTO remark (slug, position, text) VALUES ('sewer-zero', 3, 'unit is inferred (公里); the text gives none');

-- 5. Community service complexes: 30 in the main urban area.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        target, unit, comparator,
                        start, due, due_basis, scope, programme, wording, source)
VALUES (5, 'complexes', 'housing', 'quantity',
        '建设嵌入式社区服务综合体',
        'Embedded community service complexes built',
        'commit', '30', '处', '=', '2024-01-01', '2024-12-31', 'year only', '主城区',
        '城市品质提升攻坚行动 (Urban Quality Improvement Drive) / 城市更新 (Urban Renewal) / 重点做好五个方面工作 (Five Key Areas)',
        '在主城区建设30处嵌入式社区服务综合体',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('complexes', '社区综合体');
INSERT INTO alias (slug, alias) VALUES ('complexes', '综合体');
INSERT INTO remark (slug, position, text) VALUES ('complexes', 1, '30处 (thirty), not 3');
INSERT INTO remark (slug, position, text) VALUES ('complexes', 2, '“建设” does not say 建成/投用, so the count rule (started vs in use) needs a department ruling');
INSERT INTO remark (slug, position, text) VALUES ('complexes', 3, 'bare number: treat done >= 30 as 完成, > 30 as 超额');

-- 6. National pilot city: to be striven for, decided by a national body.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        start, due, due_basis, scope, programme, wording, source)
VALUES (6, 'pilot-city', 'housing', 'milestones',
        '争取国家城市社区嵌入式公共服务项目试点城市',
        'National pilot city for embedded community services',
        'strive', '2024-01-01', '2024-12-31', 'year only', '聊城市',
        '城市品质提升攻坚行动 (Urban Quality Improvement Drive) / 城市更新 (Urban Renewal) / 重点做好五个方面工作 (Five Key Areas)',
        '争取国家城市社区嵌入式公共服务项目试点城市',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('pilot-city', '试点城市');
INSERT INTO remark (slug, position, text) VALUES ('pilot-city', 1, '“争取” is an effort verb: failing to be named is not a broken commitment of the same kind');
INSERT INTO remark (slug, position, text) VALUES ('pilot-city', 2, 'decision lies with a national body');

-- 7. Old estates: 174.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        target, unit, comparator,
                        start, due, due_basis, programme, wording, source)
VALUES (7, 'estates', 'housing', 'quantity',
        '改造老旧小区',
        'Old estates renovated',
        'commit', '174', '个', '=', '2024-01-01', '2024-12-31', 'year only',
        '城市品质提升攻坚行动 (Urban Quality Improvement Drive) / 城市更新 (Urban Renewal) / 重点做好五个方面工作 (Five Key Areas)',
        '改造老旧小区174个',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('estates', '老旧小区');
INSERT INTO remark (slug, position, text) VALUES ('estates', 1, '174 (2024 target) vs 175 (2023 result) are easily swapped');
INSERT INTO remark (slug, position, text) VALUES ('estates', 2, 'households not stated for 2024');
INSERT INTO remark (slug, position, text) VALUES ('estates', 3, '“改造” completion rule undefined');

-- 8. Elevators: at least 200.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        target, unit, comparator,
                        start, due, due_basis, programme, wording, source)
VALUES (8, 'elevators', 'housing', 'quantity',
        '加装电梯',
        'Elevators added to existing buildings',
        'commit', '200', '部', '>=', '2024-01-01', '2024-12-31', 'year only',
        '城市品质提升攻坚行动 (Urban Quality Improvement Drive) / 城市更新 (Urban Renewal) / 重点做好五个方面工作 (Five Key Areas)',
        '加装电梯200部以上',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('elevators', '电梯');
INSERT INTO remark (slug, position, text) VALUES ('elevators', 1, 'baseline is 150余部 so a growth % is only an upper bound: <= +33.3%');
INSERT INTO remark (slug, position, text) VALUES ('elevators', 2, '2023 figure reads “鼎盛花园等小区” = examples, not necessarily citywide total');
INSERT INTO remark (slug, position, text) VALUES ('elevators', 3, '“加装” completion rule undefined');

-- 9. Historic-city protection plan: drawn up, nothing said of approval.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        start, due, due_basis, scope, programme, wording, source)
VALUES (9, 'heritage-plan', 'housing', 'milestones',
        '编制聊城国家历史文化名城保护规划',
        'Historic-city protection plan drawn up',
        'commit', '2024-01-01', '2024-12-31', 'year only', '聊城国家历史文化名城',
        '城市品质提升攻坚行动 (Urban Quality Improvement Drive) / 城市更新 (Urban Renewal) / 重点做好五个方面工作 (Five Key Areas)',
        '编制聊城国家历史文化名城保护规划',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('heritage-plan', '保护规划');
INSERT INTO alias (slug, alias) VALUES ('heritage-plan', '名城保护规划');
INSERT INTO remark (slug, position, text) VALUES ('heritage-plan', 1, '“编制” = draft; approval/publication not promised');

-- 10. Routine heritage protection: a standing duty.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        start, due, due_basis, scope, programme, wording, source)
VALUES (10, 'heritage-care', 'housing', 'duty',
        '开展常态化保护工作',
        'Routine heritage protection',
        'commit', '2024-01-01', '2024-12-31', 'year only', '国家历史文化名城 (implied)',
        '城市品质提升攻坚行动 (Urban Quality Improvement Drive) / 城市更新 (Urban Renewal) / 重点做好五个方面工作 (Five Key Areas)',
        '开展常态化保护工作',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('heritage-care', '常态化保护');
INSERT INTO remark (slug, position, text) VALUES ('heritage-care', 1, 'standing duty: no end state');

-- 11. Heritage projects: 27 moved forward. The doubled 落地落地 stands in the source.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        target, unit, comparator,
                        start, due, due_basis, scope, programme, wording, source)
VALUES (11, 'heritage-projects', 'housing', 'quantity',
        '推进27项中远期保护项目',
        'Medium- and long-term heritage projects landed',
        'commit', '27', '项', '=',
        '2024-01-01', '2024-12-31', 'year only', '国家历史文化名城 (implied)',
        '城市品质提升攻坚行动 (Urban Quality Improvement Drive) / 城市更新 (Urban Renewal) / 重点做好五个方面工作 (Five Key Areas)',
        '推进27项中远期保护项目落地落地',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('heritage-projects', '保护项目');
INSERT INTO alias (slug, alias) VALUES ('heritage-projects', '中远期保护项目');
INSERT INTO remark (slug, position, text) VALUES ('heritage-projects', 1, '“落地落地” is a misprint in the source (probably 落地落实 or 落地见效); quote verbatim, do not correct');
INSERT INTO remark (slug, position, text) VALUES ('heritage-projects', 2, '“推进” + “中远期”: the 27 projects are to be moved forward, not necessarily completed in 2024');
INSERT INTO remark (slug, position, text) VALUES ('heritage-projects', 3, 'unlike the 2023 result 文保利用项目46个: different set, not a baseline');

-- ---------------------------------------------------------------------------------------------
-- 市城管局: “15635”思路, items 12-31
-- ---------------------------------------------------------------------------------------------

-- 12. Provincial ranking: third or better, first if possible; the only dated item of this bureau.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        target, unit, comparator, stretch, direction,
                        start, due, due_as_written, due_basis, scope, programme, wording, source)
VALUES (12, 'city-ranking', 'city-management', 'rank',
        '省级城市管理效能评价保三争一',
        'Provincial city-management ranking',
        'commit', '3', '名次', '<=', '1', 'down',
        '2024-01-01', '2024-12-31', '2024年', 'stated', '聊城市 (in 山东省 evaluation)',
        '“15635”思路 (15635 framework)',
        '2024年在省级城市管理效能评价中，聊城市实现保三争一',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('city-ranking', '保三争一');
INSERT INTO alias (slug, alias) VALUES ('city-ranking', '效能评价');
INSERT INTO remark (slug, position, text) VALUES ('city-ranking', 1, 'two-tier: floor 保三 (rank <= 3), stretch 争一 (rank = 1)');
INSERT INTO remark (slug, position, text) VALUES ('city-ranking', 2, '保三 may be read “hold 3rd place” or “stay in the top three”');
INSERT INTO remark (slug, position, text) VALUES ('city-ranking', 3, 'smaller is better');
INSERT INTO remark (slug, position, text) VALUES ('city-ranking', 4, 'result normally known only after the year: cannot have weekly progress');

-- 13. Drainage: named only. Not the sewer pipes of 市住建局.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (13, 'drainage', 'city-management', 'milestones',
        '排水治理', 'Drainage treatment', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 五大工程 (Five Projects)',
        '排水治理',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('drainage', '排水');
INSERT INTO remark (slug, position, text) VALUES ('drainage', 1, 'no target, no milestone');
INSERT INTO remark (slug, position, text) VALUES ('drainage', 2, 'city drainage pipes also appear under 市住建局 (sewer/sewer-zero): different bureau, do not merge');

-- 14. Municipal facilities: named only.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (14, 'facilities', 'city-management', 'milestones',
        '市政设施改造', 'Municipal facilities rebuilt', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 五大工程 (Five Projects)',
        '市政设施改造',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('facilities', '市政设施');
INSERT INTO alias (slug, alias) VALUES ('facilities', '市政');
INSERT INTO remark (slug, position, text) VALUES ('facilities', 1, 'no target, no milestone');

-- 15. Parks and greening: named only.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (15, 'greening', 'city-management', 'milestones',
        '园林绿化改造', 'Parks and greening rebuilt', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 五大工程 (Five Projects)',
        '园林绿化改造',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('greening', '园林绿化');
INSERT INTO alias (slug, alias) VALUES ('greening', '绿化');
INSERT INTO remark (slug, position, text) VALUES ('greening', 1, 'no target, no milestone');

-- 16. Sanitation facilities: named only.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (16, 'sanitation', 'city-management', 'milestones',
        '环卫设施提标', 'Sanitation facilities upgraded', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 五大工程 (Five Projects)',
        '环卫设施提标',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('sanitation', '环卫');
INSERT INTO alias (slug, alias) VALUES ('sanitation', '环卫设施');
INSERT INTO remark (slug, position, text) VALUES ('sanitation', 1, 'no target, no milestone');

-- 17. Smart city management: named only.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (17, 'smart-management', 'city-management', 'milestones',
        '智慧城管', 'Smart city management', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 五大工程 (Five Projects)',
        '智慧城管',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('smart-management', '智慧');
INSERT INTO remark (slug, position, text) VALUES ('smart-management', 1, 'no target, no milestone');

-- 18. Household waste sorting: to be improved, by no stated measure.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (18, 'waste-sorting', 'city-management', 'milestones',
        '城市生活垃圾分类提升', 'Household waste sorting', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 六大提升 (Six Improvements)',
        '城市生活垃圾分类提升',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('waste-sorting', '垃圾分类');
INSERT INTO alias (slug, alias) VALUES ('waste-sorting', '生活垃圾分类');
INSERT INTO remark (slug, position, text) VALUES ('waste-sorting', 1, '“提升” with no metric or target');
INSERT INTO remark (slug, position, text) VALUES ('waste-sorting', 2, '83.86% is an average coverage rate; no 2024 target, so 100% must not be assumed');

-- 19. Enforcement quality: to be improved, by no stated measure.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (19, 'enforcement', 'city-management', 'milestones',
        '城管执法水平提升', 'Enforcement quality', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 六大提升 (Six Improvements)',
        '城管执法水平提升',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('enforcement', '执法');
INSERT INTO alias (slug, alias) VALUES ('enforcement', '城管执法');
INSERT INTO remark (slug, position, text) VALUES ('enforcement', 1, '“提升” with no metric or target');

-- 20. Central heating: to be improved, by no stated measure.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (20, 'heating', 'city-management', 'milestones',
        '集中供热能力提升', 'Central heating capacity', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 六大提升 (Six Improvements)',
        '集中供热能力提升',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('heating', '供热');
INSERT INTO alias (slug, alias) VALUES ('heating', '集中供热');
INSERT INTO remark (slug, position, text) VALUES ('heating', 1, '“提升” with no metric or target');

-- 21. Gas operation and management: to be improved, by no stated measure.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (21, 'gas-operation', 'city-management', 'milestones',
        '城镇燃气运管水平提升', 'Gas operation and management', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 六大提升 (Six Improvements)',
        '城镇燃气运管水平提升',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('gas-operation', '燃气');
INSERT INTO alias (slug, alias) VALUES ('gas-operation', '城镇燃气');
INSERT INTO remark (slug, position, text) VALUES ('gas-operation', 1, '“提升” with no metric or target');

-- 22. Water quality: to be improved, by no stated measure.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (22, 'water-quality', 'city-management', 'milestones',
        '水质安全提升', 'Water quality and safety', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 六大提升 (Six Improvements)',
        '水质安全提升',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('water-quality', '水质');
INSERT INTO alias (slug, alias) VALUES ('water-quality', '水质安全');
INSERT INTO remark (slug, position, text) VALUES ('water-quality', 1, '“提升” with no metric or target');

-- 23. Water saving: to be improved, by no stated measure.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (23, 'water-saving', 'city-management', 'milestones',
        '城市节水能力提升', 'Urban water saving', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 六大提升 (Six Improvements)',
        '城市节水能力提升',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('water-saving', '节水');
INSERT INTO alias (slug, alias) VALUES ('water-saving', '城市节水');
INSERT INTO remark (slug, position, text) VALUES ('water-saving', 1, '“提升” with no metric or target');

-- 24. Joint action with the police: a breakthrough to be striven for, not defined.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (24, 'joint-action', 'city-management', 'milestones',
        '“城警联动 并肩行动”新突破',
        'Police and city-management joint action', 'strive', 'none stated',
        '“15635”思路 (15635 framework) / 三项新突破 (Three New Breakthroughs)',
        '“城警联动 并肩行动”实现新突破',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('joint-action', '城警联动');
INSERT INTO alias (slug, alias) VALUES ('joint-action', '并肩行动');
INSERT INTO remark (slug, position, text) VALUES ('joint-action', 1, '“新突破” has no measurable definition');
INSERT INTO remark (slug, position, text) VALUES ('joint-action', 2, '公安部门 is named only in the 2023 text; the 2024 text names no co-lead');

-- 25. Provincial park-city pilot: a breakthrough to be striven for, not defined.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (25, 'park-city', 'city-management', 'milestones',
        '省级公园城市建设试点新突破',
        'Provincial park-city pilot', 'strive', 'none stated',
        '“15635”思路 (15635 framework) / 三项新突破 (Three New Breakthroughs)',
        '省级公园城市建设试点实现新突破',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('park-city', '公园城市');
INSERT INTO remark (slug, position, text) VALUES ('park-city', 1, '“新突破” has no measurable definition');

-- 26. National green-waste pilot: a breakthrough to be striven for, not defined.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (26, 'green-waste', 'city-management', 'milestones',
        '国家级园林绿化垃圾处理和资源化利用试点新突破',
        'National green-waste reuse pilot', 'strive', 'none stated',
        '“15635”思路 (15635 framework) / 三项新突破 (Three New Breakthroughs)',
        '国家级园林绿化垃圾处理和资源化利用试点实现新突破',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('green-waste', '绿化垃圾');
INSERT INTO alias (slug, alias) VALUES ('green-waste', '园林绿化垃圾');
INSERT INTO remark (slug, position, text) VALUES ('green-waste', 1, '“新突破” has no measurable definition');

-- 27. Rule of law: a standing duty inside the bureau.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (27, 'rule-of-law', 'city-management', 'duty',
        '法治建设', 'Rule of law', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 五项保障 (Five Safeguards)',
        '法治建设',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('rule-of-law', '法治');
INSERT INTO remark (slug, position, text) VALUES ('rule-of-law', 1, 'internal standing duty; no end state; candidates for status-only tracking');

-- 28. Coordination: a standing duty inside the bureau.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (28, 'coordination', 'city-management', 'duty',
        '协同联动', 'Coordination', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 五项保障 (Five Safeguards)',
        '协同联动',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('coordination', '协同');
INSERT INTO remark (slug, position, text) VALUES ('coordination', 1, 'internal standing duty; no end state; candidates for status-only tracking');

-- 29. Technology support: a standing duty inside the bureau.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (29, 'technology', 'city-management', 'duty',
        '科技支撑', 'Technology support', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 五项保障 (Five Safeguards)',
        '科技支撑',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('technology', '科技');
INSERT INTO remark (slug, position, text) VALUES ('technology', 1, 'internal standing duty; no end state; candidates for status-only tracking');

-- 30. Assessment: a standing duty inside the bureau.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (30, 'assessment', 'city-management', 'duty',
        '考核问效', 'Assessment', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 五项保障 (Five Safeguards)',
        '考核问效',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('assessment', '考核');
INSERT INTO remark (slug, position, text) VALUES ('assessment', 1, 'internal standing duty; no end state; candidates for status-only tracking');

-- 31. Conduct: a standing duty inside the bureau.
INSERT INTO commitment (seq, slug, department, kind, name, name_en, firmness,
                        due_basis, programme, wording, source)
VALUES (31, 'conduct', 'city-management', 'duty',
        '作风建设', 'Conduct', 'commit', 'none stated',
        '“15635”思路 (15635 framework) / 五项保障 (Five Safeguards)',
        '作风建设',
        '聊城市“读懂市政府工作报告”主题系列新闻发布会——城市提质专场（2024 年计划）');
INSERT INTO alias (slug, alias) VALUES ('conduct', '作风');
INSERT INTO remark (slug, position, text) VALUES ('conduct', 1, 'internal standing duty; no end state; candidates for status-only tracking');

-- ---------------------------------------------------------------------------------------------
-- Results of 2023 that a 2024 figure may be compared with
-- ---------------------------------------------------------------------------------------------

INSERT INTO baseline (slug, period, value, unit, qualifier, note) VALUES ('sewer', '2023', '203', '公里', 'exact', 'the 2024 target is lower because the remaining stock shrinks: print no bare -55.7 % without this note');
INSERT INTO baseline (slug, period, value, unit, qualifier, note) VALUES ('estates', '2023', '175', '个', 'exact', NULL);
INSERT INTO baseline (slug, period, value, unit, qualifier, note) VALUES ('elevators', '2023', '150', '部', 'over (余): a lower bound', 'growth to 200 is at most +33.3 %, not exactly');
