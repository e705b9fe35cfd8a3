// Stands in until the plane lands: overwrite me.

export function Plane() {
  return <div />;
}

export function fitView(): void {}
export function zoomBy(_factor: number): void {}
export async function exportPng(): Promise<Blob> {
  return new Blob();
}
export async function exportSvg(): Promise<Blob> {
  return new Blob();
}
