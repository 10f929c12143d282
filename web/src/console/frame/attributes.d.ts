// Attributes and events that components of Element Plus hand on to their element, which their types do not tell.
import 'vue'

declare module 'vue' {
  interface AllowedComponentProps {
    'aria-label'?: string
    'aria-describedby'?: string
    'aria-expanded'?: boolean
    onSubmit?: (event: Event) => unknown
  }
}
