variable "media_buckets" {
  description = "Uploads to them start workflows."
  type        = list(string)

  validation {
    condition     = length(var.media_buckets) > 0
    error_message = "At least one bucket is needed."
  }
}

variable "create_media_buckets" {
  description = "False where they exist already."
  type        = bool
  default     = true
}

variable "ledger_bucket" {
  description = "A private bucket of its own that has never been versioned."
  type        = string
}

variable "app_prefix" {
  description = "What the names of functions and roles begin with: APP_PREFIX of .env."
  type        = string
  default     = "fc-workflow-trigger"
}

variable "log_project" {
  description = "The name of a log project to make; empty where logConfig: auto of s.yaml makes one."
  type        = string
  default     = ""
}
