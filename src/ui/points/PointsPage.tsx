// The Points page.

export function PointsPage() {
  return <h1>Points</h1>;
}
