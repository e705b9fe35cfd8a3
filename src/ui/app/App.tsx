// The shell: header, navigation, the page at hand.

export function App() {
  return <main>Millrace</main>;
}
