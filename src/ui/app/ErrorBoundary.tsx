// Catches what a page throws while rendering. Data lives in the engine and in storage, so nothing is
// lost with the page; the crash view says so and offers the ways on.

import { Component, type ErrorInfo, type ReactNode } from 'react';
import { CrashView } from './CrashView';

interface Props {
  /** `app`: nothing else is on the screen; `page`: the shell still stands around it. */
  readonly scope: 'app' | 'page';
  /** When the children are to be tried again. */
  readonly onRetry?: () => void;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
  readonly stack: string;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, stack: '' };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState({ stack: info.componentStack ?? '' });
  }

  override render(): ReactNode {
    const { error, stack } = this.state;
    if (!error) return this.props.children;
    return (
      <CrashView
        error={error}
        stack={stack}
        scope={this.props.scope}
        onRetry={() => {
          this.props.onRetry?.();
          this.setState({ error: null, stack: '' });
        }}
      />
    );
  }
}
