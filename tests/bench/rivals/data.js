// The plan response as rows of objects, which is what tables want.
export const number = new Intl.NumberFormat("es");
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export async function rows() {
  const response = await fetch("/plan");
  const plan = JSON.parse(await response.text());
  const [lang, years] = [plan.plan.default_language, plan.plan.years.map(({ year }) => year)];
  const rowData = plan.indicators.map((indicator, i) => {
    const row = {
      code: indicator.code,
      title: indicator.title[lang],
      unit: indicator.unit?.[lang] ?? "",
      responsible: indicator.responsible,
      baseline: indicator.baseline?.measure,
      target: Object.values(indicator.targets ?? {}).at(-1),
    };
    years.forEach((year, column) => (row[`y${year}`] = plan.values[i][column]));
    return row;
  });
  return { rowData, years };
}
